import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { isReturnTarget, publicUrlOf } from '../portals/links.ts';
import { hashSecret } from '../tokens/secrets.ts';
import type { Browser } from './come-back.ts';
import { comeIn } from './come-in.ts';
import type { Attempt } from './end-attempt.ts';
import type { ConnectionAtPortal } from './find-connection.ts';
import { issueCode } from './issue-code.ts';
import { openSession, type SsoSession } from './open-session.ts';
import type { Person } from './person.ts';

/** Where the browser goes next: to the page asked for, or to the page that says that a mail was sent. */
export type LetIn =
  | { at: 'TARGET'; portal: Portal; target: URL; session: SsoSession | null; developerId: string }
  | { at: 'CONFIRM'; portal: Portal };

/**
 * Lets a person in, by a session or by a code for one, or mails the link that will.
 * @throws SsoRefusal
 */
export async function letIn(
  app: App,
  connection: ConnectionAtPortal,
  { attempt, person, idToken, browser }: { attempt: Attempt; person: Person; idToken: string; browser: Browser },
): Promise<LetIn> {
  const { portal } = connection;
  const { returnTo, challenge, begunAt } = attempt;
  const identity = await comeIn(app, connection, person);
  if (!identity) return { at: 'CONFIRM', portal };
  const { developerId } = identity;
  const target = targetOf(app, portal, returnTo);
  const { sid, authenticatedAt } = person;
  const entry = { identity, connection, sid, idToken, logIn: { begunAt, authenticatedAt } };
  if (challenge && target.origin !== app.settings.publicUrl) {
    target.searchParams.set('code', await issueCode(app, entry, challenge));
    return { at: 'TARGET', portal, target, session: null, developerId };
  }
  const session = await openSession(app, entry, browser.origin);
  const previous = await browser.session(portal.slug);
  if (previous) await app.prisma.session.deleteMany({ where: { hash: hashSecret(previous) } });
  return { at: 'TARGET', portal, target, session, developerId };
}

/** The page asked for if it is still allowed, else the catalog. */
function targetOf(app: App, portal: Portal, returnTo: string | null): URL {
  const isGood = returnTo !== null && isReturnTarget(app, portal, returnTo);
  return isGood ? new URL(returnTo, publicUrlOf(app, portal)) : new URL(portal.catalogUrl);
}
