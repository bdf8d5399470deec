import { z } from 'zod';
import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidCredentials, NotApproved, PasswordLoginOff } from '../errors.ts';
import { newId } from '../ids.ts';
import { address, parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { verifyPassword } from '../passwords/hash.ts';
import { getPortal } from '../portals/find-portal.ts';
import { admitLogIn } from '../throttles/admit-log-in.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import { tellStatus } from './tell-status.ts';

const logInInput = z.object({ portal: z.string(), email: address, password });

/** Where a log-in comes from, kept so that its owner can tell the session from others. */
export type Origin = { address: string; userAgent: string };

export type LoggedIn = { developer: Developer; token: string; expiresAt: Date };

/**
 * Logs in with address and password. Only the right password makes the answer name a status.
 * @param previousToken the session that the client held, which ends
 * @param origin where the client is
 * @throws InvalidInput, NotFound (the portal), PasswordLoginOff, InvalidCredentials, NotApproved, TooManyAttempts
 */
export async function logIn(
  app: App,
  input: z.input<typeof logInInput>,
  previousToken: string | null,
  origin: Origin,
): Promise<LoggedIn> {
  const { portal: slug, email, password } = parseInput(logInInput, input);
  const portal = await getPortal(app, slug);
  if (!portal.passwordLogin) throw new PasswordLoginOff();
  const account = { realm: { portalId: portal.id }, email: email.canonical };
  const admission = await admitLogIn(app, account, origin.address);
  const developer = await admission.attempt(() => findByPassword(app, portal.id, email.canonical, password));
  const session = (await openSession(app, developer, origin)) ?? (await secondAttempt(app, developer, origin));
  await admission.remember(developer.id);
  if (previousToken) await app.prisma.session.deleteMany({ where: { hash: hashSecret(previousToken) } });
  return { developer: { ...developer, status: 'APPROVED' }, ...session };
}

/** @throws InvalidCredentials, after the same work for every address */
async function findByPassword(app: App, portalId: string, email: string, password: string): Promise<Developer> {
  const developer = await app.prisma.developer.findUnique({ where: { portalId_email: { portalId, email } } });
  const isRight = await verifyPassword(developer?.passwordHash ?? null, password);
  if (!developer || !isRight) throw new InvalidCredentials({ developerId: developer?.id });
  return developer;
}

/** Says why there is no session, or opens it where the approval came in this very moment. */
async function secondAttempt(app: App, developer: Developer, origin: Origin) {
  const status = await tellStatus(app, developer.id);
  if (status && status !== 'APPROVED') throw new NotApproved(status, developer.id);
  const session = await openSession(app, developer, origin);
  if (!session) throw new InvalidCredentials();
  return session;
}

/** One statement: there is a session only if the developer is still approved and the checked password is still the one. */
async function openSession(app: App, { id, passwordHash }: Developer, { address, userAgent }: Origin) {
  const token = newSecret();
  const now = new Date();
  const expiresAt = new Date(now.getTime() + app.settings.sessionTtl);
  const inserted = await app.prisma.$executeRaw`
    INSERT INTO sessions (id, hash, developer_id, user_agent, address, created_at, last_seen_at, expires_at)
    SELECT ${newId()}::uuid, ${hashSecret(token)}, id, ${userAgent}, ${address},
      ${now}::timestamptz, ${now}::timestamptz, ${expiresAt}::timestamptz
    FROM developers
    WHERE id = ${id}::uuid AND status = 'APPROVED' AND password_hash = ${passwordHash} FOR SHARE`;
  return inserted === 1 ? { token, expiresAt } : null;
}
