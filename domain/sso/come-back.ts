import { type Portal, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Origin } from '../developers/log-in.ts';
import { exchangeCode } from '../providers/exchange-code.ts';
import { checksOf } from './checks.ts';
import { type Attempt, endAttempt } from './end-attempt.ts';
import type { ConnectionAtPortal } from './find-connection.ts';
import { finishTrial } from './finish-trial.ts';
import { ConnectionChanged } from './hold-connection.ts';
import { type LetIn, letIn } from './let-in.ts';
import { linkIdentity } from './link-identity.ts';
import { readPerson } from './person.ts';
import { askedFor, type Place, SsoRefusal } from './refusal.ts';

/** How often an admin may change the connection while somebody comes in by it. */
const MOST_READINGS = 3;

/** Where the way ends, and what the browser gets there. */
export type Arrival =
  | LetIn
  | { at: 'ACCOUNT'; portal: Portal; developerId: string }
  | { at: 'TRIAL'; portal: Portal; trialId: string };

/** The browser that comes back: what it holds, and who it is. */
export type Browser = {
  /** The secret of the way that `state` names. */
  secret: string | null;
  /** Its session at a portal. */
  session: (slug: string) => Promise<string | null>;
  /** Who is logged in at a portal. */
  developerId: (slug: string) => Promise<string | null>;
  origin: Origin;
};

/**
 * Ends a way to a provider: checks that this browser began it, lately and once, that the answer is that provider's, and lets the
 * person in.
 * @param callback the address as the browser asked for it, on PUBLIC_URL
 * @throws SsoRefusal
 */
export async function comeBack(app: App, callback: URL, browser: Browser): Promise<Arrival> {
  const state = callback.searchParams.get('state') ?? '';
  const attempt = await endAttempt(app, state, browser.secret);
  const { connection: before, trialId } = attempt;
  const { portal } = before;
  const at = { portal, connectionId: before.id };
  if (trialId) {
    await finishTrial(app, before, trialId, () => askProvider(app, before, callback, browser));
    return { at: 'TRIAL', portal, trialId };
  }
  if (!before.enabled) throw off(at);
  const answer = await askProvider(app, before, callback, browser);
  for (let reading = 1; reading <= MOST_READINGS; reading++) {
    try {
      return await arrive(app, attempt, await findAnew(app, before), answer, browser);
    } catch (error) {
      if (isDangling(error)) throw off(at);
      if (!(error instanceof ConnectionChanged)) throw error;
    }
  }
  throw new SsoRefusal('EXPIRED', at, 'The connection changes all the time.');
}

type Answer = Awaited<ReturnType<typeof exchangeCode>>;

async function arrive(
  app: App,
  attempt: Attempt,
  connection: ConnectionAtPortal,
  { claims, idToken }: Answer,
  browser: Browser,
): Promise<Arrival> {
  const { portal, id: connectionId } = connection;
  const person = readPerson(connection, claims);
  if (!attempt.developerId) return await letIn(app, connection, { attempt, person, idToken, browser });
  // Who links is the one who is logged in here still, so that nobody can have another one link to his account.
  const developerId = await browser.developerId(portal.slug);
  if (developerId !== attempt.developerId)
    throw new SsoRefusal('EXPIRED', { portal, connectionId }, 'Another person is logged in by now.');
  await linkIdentity(app, connection, person, developerId);
  return { at: 'ACCOUNT', portal, developerId };
}

async function askProvider(app: App, connection: ConnectionAtPortal, callback: URL, { secret }: Browser) {
  const { portal, id: connectionId } = connection;
  const checks = checksOf(secret ?? '', portal.slug);
  return await askedFor({ portal, connectionId }, exchangeCode(app, connection, callback, checks));
}

/** The connection as it is by now: a provider may take its time, and what its admins changed meanwhile counts. */
async function findAnew(app: App, { id, issuer, portal }: ConnectionAtPortal): Promise<ConnectionAtPortal> {
  const connection = await app.prisma.ssoConnection.findUnique({ where: { id } });
  const at = { portal, connectionId: id };
  if (!connection?.enabled) throw off(at);
  if (connection.issuer !== issuer) throw new SsoRefusal('EXPIRED', at, 'The connection leads to another provider by now.');
  return { ...connection, portal };
}

/** Whether what a new row belongs to, such as the connection, was deleted in this very moment: Prisma's code, or that of a statement of ours. */
const isDangling = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError &&
  (error.code === 'P2003' || (error.code === 'P2010' && error.message.includes('Code: `23503`')));

const off = (at: Place) => new SsoRefusal('OFF', at, 'The connection was switched off meanwhile.');
