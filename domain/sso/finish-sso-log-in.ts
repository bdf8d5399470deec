import { type Portal, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { type Answer, exchangeCode } from '../providers/exchange-code.ts';
import { checksOf } from './checks.ts';
import { type Attempt, endAttempt } from './end-attempt.ts';
import type { ConnectionAtPortal } from './find-connection.ts';
import { finishTrial } from './finish-trial.ts';
import { ConnectionChanged } from './hold-connection.ts';
import { linkIdentity } from './link-identity.ts';
import { type LetIn, openSessionOrCode } from './open-session-or-code.ts';
import { readPerson } from './person.ts';
import { type Place, refuseOnProviderFailure, SsoRefusal } from './refusal.ts';

/** @limit readings: Readings of a connection that admins change during a log-in. Beyond: The log-in fails with EXPIRED. */
export const MOST_READINGS = 3;

/** Where the attempt ends, and what the browser gets there. */
export type Arrival =
  | LetIn
  | { at: 'ACCOUNT'; portal: Portal; developerId: string }
  | { at: 'TRIAL'; portal: Portal; trialId: string };

/** The browser that comes back: what it holds, and where it is. */
export type Browser = {
  /** The secret of the attempt that `state` names; null if the browser has no cookie for it. */
  secret: string | null;
  /** Its session at a portal. */
  session: (slug: string) => Promise<string | null>;
  /** Who is logged in at a portal. */
  developerId: (slug: string) => Promise<string | null>;
  client: Client;
};

/**
 * Ends an attempt to log in at a provider: checks that this browser began it, that it is neither too old nor already used, and
 * that the answer comes from that provider. Then lets the person in.
 * @param callback the URL that the browser asked for, on PUBLIC_URL
 * @throws SsoRefusal
 */
export async function finishSsoLogIn(app: App, callback: URL, browser: Browser): Promise<Arrival> {
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
  throw new SsoRefusal('EXPIRED', at, 'The connection was changed too often during the log-in.');
}

async function arrive(
  app: App,
  attempt: Attempt,
  connection: ConnectionAtPortal,
  answer: Answer,
  browser: Browser,
): Promise<Arrival> {
  const { portal, id: connectionId } = connection;
  const person = readPerson(connection, answer);
  if (!attempt.developerId)
    return await openSessionOrCode(app, connection, { attempt, person, idToken: answer.idToken, browser });
  // The same person must still be logged in here, or somebody could trick another into linking to the wrong account.
  const developerId = await browser.developerId(portal.slug);
  if (developerId !== attempt.developerId)
    throw new SsoRefusal('EXPIRED', { portal, connectionId }, 'Another person is logged in now.');
  await linkIdentity(app, connection, person, developerId);
  return { at: 'ACCOUNT', portal, developerId };
}

async function askProvider(app: App, connection: ConnectionAtPortal, callback: URL, { secret }: Browser) {
  const { portal, id: connectionId } = connection;
  const checks = checksOf(secret ?? '', portal.slug);
  return await refuseOnProviderFailure({ portal, connectionId }, exchangeCode(app, connection, callback, checks));
}

/** Reads the connection again: a provider may take its time, and what admins changed in the meantime counts. */
async function findAnew(app: App, { id, issuer, portal }: ConnectionAtPortal): Promise<ConnectionAtPortal> {
  const connection = await app.prisma.ssoConnection.findUnique({ where: { id } });
  const at = { portal, connectionId: id };
  if (!connection?.enabled) throw off(at);
  if (connection.issuer !== issuer) throw new SsoRefusal('EXPIRED', at, 'The connection leads to another provider now.');
  return { ...connection, portal };
}

/**
 * Whether a row that a new one refers to, such as the connection, was deleted just now: by Prisma's code, or by that of raw
 * SQL.
 */
const isDangling = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError &&
  (error.code === 'P2003' || (error.code === 'P2010' && error.message.includes('Code: `23503`')));

const off = (at: Place) => new SsoRefusal('OFF', at, 'The connection was turned off in the meantime.');
