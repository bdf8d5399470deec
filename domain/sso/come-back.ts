import { type Portal, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Origin } from '../developers/log-in.ts';
import { isSlug } from '../portals/find-portal.ts';
import { isReturnTarget, publicUrlOf } from '../portals/links.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { checksOf, isStateOf, slugIn } from './checks.ts';
import { comeIn } from './come-in.ts';
import type { ConnectionAtPortal } from './find-connection.ts';
import { finishTrial } from './finish-trial.ts';
import { issueCode } from './issue-code.ts';
import { linkIdentity } from './link-identity.ts';
import { openSession, type SsoSession } from './open-session.ts';
import { type Person, readPerson } from './person.ts';
import { exchangeCode } from './provider.ts';
import { askedFor, type Place, SsoRefusal } from './refusal.ts';

/** Where the way ends, and what the browser gets there. */
export type Arrival =
  | { at: 'TARGET'; portal: Portal; target: URL; session: SsoSession | null; developerId: string }
  | { at: 'ACCOUNT'; portal: Portal; developerId: string }
  | { at: 'CONFIRM'; portal: Portal }
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
  const { claims, idToken } = await askProvider(app, before, callback, browser);
  const connection = await findAnew(app, before);
  const person = readPerson(connection, claims);

  if (attempt.developerId) {
    // Who links is the one who is logged in here still, so that nobody can have another one link to his account.
    const developerId = await browser.developerId(portal.slug);
    if (developerId !== attempt.developerId) throw new SsoRefusal('EXPIRED', at, 'Another person is logged in by now.');
    await linkIdentity(app, connection, person, developerId);
    return { at: 'ACCOUNT', portal, developerId };
  }

  try {
    return await letIn(app, attempt, connection, person, idToken, browser);
  } catch (error) {
    throw isDangling(error) ? off(at) : error;
  }
}

/** Lets a person in, or mails the link that will. */
async function letIn(
  app: App,
  attempt: Ended,
  connection: ConnectionAtPortal,
  person: Person,
  idToken: string,
  browser: Browser,
): Promise<Arrival> {
  const { portal } = connection;
  const identity = await comeIn(app, connection, person);
  if (!identity) return { at: 'CONFIRM', portal };
  const { developerId } = identity;
  const target = targetOf(app, portal, attempt.returnTo);
  const entry = { identity, connection, sid: person.sid, idToken };
  if (attempt.challenge && target.origin !== app.settings.publicUrl) {
    target.searchParams.set('code', await issueCode(app, entry, attempt.challenge));
    return { at: 'TARGET', portal, target, session: null, developerId };
  }
  const session = await openSession(app, entry, browser.origin);
  const previous = await browser.session(portal.slug);
  if (previous) await app.prisma.session.deleteMany({ where: { hash: hashSecret(previous) } });
  return { at: 'TARGET', portal, target, session, developerId };
}

type Ended = {
  connectionId: string;
  returnTo: string | null;
  challenge: string | null;
  trialId: string | null;
  developerId: string | null;
};

/** Takes the attempt that this browser's secret opens. Of two that come with it, one gets it. */
async function endAttempt(app: App, state: string, secret: string | null) {
  if (!secret || !isStateOf(secret, state)) throw await gone(app, state, 'This browser has not begun it.');
  const [ended] = await app.prisma.$queryRaw<Ended[]>`
    DELETE FROM sso_attempts WHERE hash = ${hashSecret(secret)} AND expires_at > ${new Date()}::timestamptz
    RETURNING connection_id AS "connectionId", return_to AS "returnTo", challenge, trial_id AS "trialId", developer_id AS "developerId"`;
  const connection =
    ended && (await app.prisma.ssoConnection.findUnique({ where: { id: ended.connectionId }, include: { portal: true } }));
  if (!connection) throw await gone(app, state, 'It was begun too long ago, or has ended already.');
  return { ...ended, connection };
}

async function gone(app: App, state: string, detail: string): Promise<SsoRefusal> {
  const slug = slugIn(state);
  const portal = isSlug(slug) ? await app.prisma.portal.findUnique({ where: { slug } }) : null;
  return new SsoRefusal('EXPIRED', { portal }, detail);
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

/** The page asked for, if it may be named still, else the catalog. */
function targetOf(app: App, portal: Portal, returnTo: string | null): URL {
  const isGood = returnTo !== null && isReturnTarget(app, portal, returnTo);
  return isGood ? new URL(returnTo, publicUrlOf(app, portal)) : new URL(portal.catalogUrl);
}
