import type { AdminToken } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { findDecideLink, whyNotReader } from '../decisions/find-decide-link.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { answersOf, answersTo } from '../sign-up-form/answer.ts';
import { fieldsOf } from '../sign-up-form/sign-up-field.ts';
import { deadLink, type Link, type LinkRequest, workingLink } from './link.ts';

export type WhoAsks = () => Promise<AdminWithRoles | null>;

/** Finds expired links too. */
export async function findAdminLink(app: App, hash: Buffer<ArrayBuffer>, whoAsks: WhoAsks): Promise<Link | null> {
  const { prisma } = app;
  const [found] = await prisma.$queryRaw<(Pick<AdminToken, 'id'> & { isOver: boolean })[]>`
    SELECT id, expires_at <= now() AS "isOver" FROM admin_tokens WHERE hash = ${hash}`;
  const token = found && (await prisma.adminToken.findUnique({ where: { id: found.id }, include: { admin: true } }));
  if (!token) return null;
  if (token.purpose === 'ADMIN_DECIDE') return await describeDecideLink(app, hash, await whoAsks());
  const { purpose: kind, expiresAt, admin } = token;
  if (found.isOver) return deadLink('EXPIRED', { kind, expiresAt });
  return workingLink(token, { kind, portal: null, email: admin.email });
}

async function describeDecideLink(app: App, hash: Buffer<ArrayBuffer>, caller: AdminWithRoles | null): Promise<Link | null> {
  const link = await findDecideLink(app, hash);
  if (!link) return null;
  const { token, admin, developer, deadBecause, decision } = link;
  const { portal, fullName, email, emailVerifiedAt } = developer;
  const known = { kind: token.purpose, portal, expiresAt: token.expiresAt };
  const needsLogIn = whyNotReader(link, caller) !== null;
  const isShown = !needsLogIn && !deadBecause;
  const request: LinkRequest = {
    needsLogIn,
    applicant: isShown ? { fullName, email, answers: answersTo(fieldsOf(portal), answersOf(developer)) } : null,
    waitingSince: isShown ? emailVerifiedAt : null,
    decision: needsLogIn ? null : decision,
  };
  const shown = { email: admin.email, request };
  return deadBecause ? { ...deadLink(deadBecause, known), ...shown } : workingLink(token, { ...known, ...shown });
}
