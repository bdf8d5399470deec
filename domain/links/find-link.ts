import type { App } from '../app.ts';
import { hashSecret, isSecret } from '../tokens/secrets.ts';
import { findAdminInvitationLink } from './find-admin-invitation-link.ts';
import { findAdminLink, type WhoAsks } from './find-admin-link.ts';
import { findDeveloperLink } from './find-developer-link.ts';
import { findInvitationLink } from './find-invitation-link.ts';
import { findSsoLink } from './find-sso-link.ts';
import { deadLink, type Link } from './link.ts';

/** Changes nothing. Returns null for text that cannot be a token. @param whoAsks the admin who is logged in */
export async function findLink(app: App, token: string, whoAsks: WhoAsks): Promise<Link | null> {
  if (!isSecret(token)) return null;
  const hash = hashSecret(token);
  return (
    (await findDeveloperLink(app, hash)) ??
    (await findInvitationLink(app, hash)) ??
    (await findSsoLink(app, hash)) ??
    (await findAdminLink(app, hash, whoAsks)) ??
    (await findAdminInvitationLink(app, hash)) ??
    (await findEndedLink(app, hash)) ??
    deadLink('UNKNOWN')
  );
}

async function findEndedLink({ prisma }: App, hash: Buffer<ArrayBuffer>): Promise<Link | null> {
  const ended = await prisma.endedLink.findUnique({ where: { hash }, include: { portal: true } });
  return ended && deadLink(ended.reason, ended);
}
