import type { Admin, AdminToken, SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { findDecideLink, whyNotReader } from '../decisions/find-decide-link.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { answersOf, answersTo } from '../sign-up-form/answer.ts';
import { fieldsOf } from '../sign-up-form/sign-up-field.ts';
import { deadLink, type Link, type LinkRequest, type LinkSsoAccount, workingLink } from './link.ts';

export type WhoAsks = () => Promise<AdminWithRoles | null>;

/** Finds expired links too. */
export async function findAdminLink(app: App, hash: Buffer<ArrayBuffer>, whoAsks: WhoAsks): Promise<Link | null> {
  const { prisma } = app;
  const [found] = await prisma.$queryRaw<(Pick<AdminToken, 'id'> & { isOver: boolean })[]>`
    SELECT id, expires_at <= now() AS "isOver" FROM admin_tokens WHERE hash = ${hash}`;
  const token =
    found && (await prisma.adminToken.findUnique({ where: { id: found.id }, include: { admin: true, connection: true } }));
  if (!token) return null;
  if (token.purpose === 'ADMIN_DECIDE') return await describeDecideLink(app, hash, await whoAsks());
  const { purpose: kind, expiresAt, admin } = token;
  if (found.isOver) return deadLink('EXPIRED', { kind, expiresAt });
  const shown = { kind, portal: null, email: admin.email } as const;
  if (kind !== 'ADMIN_LINK_SSO') return workingLink(token, shown);
  const ssoAccount = await accountOf(app, token);
  return ssoAccount ? workingLink(token, { ...shown, ssoAccount }) : deadLink('ENDED', { kind, expiresAt });
}

/** Null if `adminConfirmSso` would refuse it. */
async function accountOf(
  { prisma }: App,
  { admin, connection, issuer, subject }: AdminToken & { admin: Admin; connection: SsoConnection | null },
): Promise<LinkSsoAccount | null> {
  if (!connection?.enabled || issuer === null || subject === null || connection.issuer !== issuer) return null;
  const linked = await prisma.adminSsoIdentity.count({ where: { issuer, OR: [{ subject }, { adminId: admin.id }] } });
  const { email } = admin;
  return linked > 0 ? null : { label: connection.label, issuer, subject, fullName: email, email, isLinked: true };
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
