import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { catalogUrlOf, isReturnTarget, pageUrl, publicUrlOf } from '../portals/portal-links.ts';
import type { ConnectionAtPortal } from '../sso-connections/connection.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { findCallback } from './code-target.ts';
import type { Attempt } from './end-attempt.ts';
import { findOrRegister } from './find-or-register.ts';
import type { Browser } from './finish-sso-log-in.ts';
import { issueCode } from './issue-code.ts';
import { openSession, type SsoSession } from './open-session.ts';
import { isFresh, type Person } from './person.ts';
import { SsoRefusal } from './refusal.ts';

export type LetIn =
  | { at: 'TARGET'; portal: Portal; target: URL; session: SsoSession | null; developerId: string }
  | { at: 'CONFIRM'; portal: Portal };

export async function openSessionOrCode(
  app: App,
  connection: ConnectionAtPortal,
  { attempt, person, idToken, browser }: { attempt: Attempt; person: Person; idToken: string; browser: Browser },
): Promise<LetIn> {
  const { portal } = connection;
  const { challenge, isProof, begunAt } = attempt;
  const returnTo = attempt.returnTo !== null && isReturnTarget(app, portal, attempt.returnTo) ? attempt.returnTo : null;
  const callback = findCallback(app, portal, attempt.callback);
  const at = { portal, connectionId: connection.id };
  if (challenge && !callback)
    throw new SsoRefusal('MISCONFIGURED', at, 'The `callback` is no longer one of the `ssoCallbacks` of the portal.');
  if (isProof && !isFresh(person, begunAt))
    throw new SsoRefusal('INVALID_ANSWER', at, 'The provider does not tell with `auth_time` that the person logged in again.');
  const identity = await findOrRegister(app, connection, person, browser.client);
  if (!identity) return { at: 'CONFIRM', portal };
  const { developerId } = identity;
  const { sid, authenticatedAt } = person;
  const entry = { identity, connection, sid, idToken, isProof, logIn: { begunAt, authenticatedAt } };
  if (challenge && callback) {
    const code = await issueCode(app, entry, { challenge, returnTo });
    const target = new URL(`${callback}${callback.includes('?') ? '&' : '?'}code=${code}`);
    return { at: 'TARGET', portal, target, session: null, developerId };
  }
  const held = await browser.held({ portal: portal.slug });
  const session = await openSession(app, entry, held, browser.client);
  if (held.token) await app.prisma.session.deleteMany({ where: { hash: hashSecret(held.token) } });
  const wanted = returnTo === null ? new URL(catalogUrlOf(app, portal)) : new URL(returnTo, publicUrlOf(app, portal));
  // The page that says so, and keeps the account.
  const target = session.deletionDueAt ? new URL(pageUrl(app, portal, 'account')) : wanted;
  return { at: 'TARGET', portal, target, session, developerId };
}
