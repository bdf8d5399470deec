import { type Portal, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client, Reader } from '../client.ts';
import type { Held } from '../developers/log-in.ts';
import { type Answer, exchangeCode } from '../providers/exchange-code.ts';
import { type Connection, placed } from '../sso-connections/connection.ts';
import { type AdminArrival, arriveAsAdmin } from './arrive-as-admin.ts';
import { checksOf, realmOf } from './checks.ts';
import { type Attempt, endAttempt } from './end-attempt.ts';
import { finishTrial } from './finish-trial.ts';
import { ConnectionChanged } from './hold-connection.ts';
import { linkIdentity } from './link-identity.ts';
import { type LetIn, openSessionOrCode } from './open-session-or-code.ts';
import { readPerson } from './person.ts';
import { type Place, refuseOnProviderFailure, SsoRefusal } from './refusal.ts';

/** @limit readings: Readings of a connection that admins change during a log-in. Beyond: The log-in fails with EXPIRED. */
export const MOST_READINGS = 3;

export type Arrival =
  | LetIn
  | AdminArrival
  | { at: 'ACCOUNT'; portal: Portal; developerId: string }
  | { at: 'TRIAL'; portal: Portal | null; trialId: string };

export type Browser = {
  /** Null if the browser has no cookie for the attempt in `state`. */
  secret: string | null;
  held: (realm: 'admin' | { portal: string }) => Promise<Held>;
  developerId: (slug: string) => Promise<string | null>;
  client: Client & Reader;
};

/** The same browser must have begun the attempt, and each attempt works once. */
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

async function arrive(app: App, attempt: Attempt, connection: Connection, answer: Answer, browser: Browser): Promise<Arrival> {
  const person = readPerson(connection, answer);
  if (!connection.portal) return await arriveAsAdmin(app, connection, { attempt, person, idToken: answer.idToken, browser });
  const { portal, id: connectionId } = connection;
  if (!attempt.developerId)
    return await openSessionOrCode(app, connection, { attempt, person, idToken: answer.idToken, browser });
  // Without this check an attacker could make another person link the wrong account.
  const developerId = await browser.developerId(portal.slug);
  if (developerId !== attempt.developerId)
    throw new SsoRefusal('EXPIRED', { portal, connectionId }, 'Another person is logged in now.');
  await linkIdentity(app, connection, person, developerId);
  return { at: 'ACCOUNT', portal, developerId };
}

async function askProvider(app: App, connection: Connection, callback: URL, { secret }: Browser) {
  const { portal, id: connectionId } = connection;
  const checks = checksOf(secret ?? '', realmOf(connection));
  return await refuseOnProviderFailure({ portal, connectionId }, exchangeCode(app, connection, callback, checks));
}

/** Admins may change the connection while the provider answers. */
async function findAnew(app: App, { id, issuer, portal }: Connection): Promise<Connection> {
  const connection = await app.prisma.ssoConnection.findUnique({ where: { id } });
  const at = { portal, connectionId: id };
  if (!connection?.enabled) throw off(at);
  if (connection.issuer !== issuer) throw new SsoRefusal('EXPIRED', at, 'The connection leads to another provider now.');
  return placed({ ...connection, portal });
}

/** True if a row that the new row refers to was just deleted. Prisma and raw SQL have different codes. */
const isDangling = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError &&
  (error.code === 'P2003' || (error.code === 'P2010' && error.message.includes('Code: `23503`')));

const off = (at: Place) => new SsoRefusal('OFF', at, 'The connection was turned off in the meantime.');
