import * as z from 'zod';
import type { Admin, AdminToken } from '../../prisma/generated/client/client.ts';
import { isTaken } from '../../prisma/is-taken.ts';
import { lockAdmin } from '../admins/lock-admin.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { InvalidToken } from '../errors.ts';
import { parseInput } from '../input.ts';
import { type InstallationConnection, placed } from '../sso-connections/connection.ts';
import { noteUsed } from '../tokens/note-used.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { ConnectionChanged, holdConnection } from './hold-connection.ts';
import { linkAdmin } from './link-admin.ts';

const confirmInput = z.object({ token: z.string() });

export type AdminConfirmedSso = { admin: Admin; connection: InstallationConnection };

type Link = Omit<AdminToken, 'issuer' | 'subject'> & { issuer: string; subject: string; admin: Admin };

/** Links the one account that the mail names. Does not log in. */
export async function adminConfirmSso(app: App, input: z.input<typeof confirmInput>): Promise<AdminConfirmedSso> {
  const { token } = parseInput(confirmInput, input);
  const hash = hashSecret(token);
  const found = await app.prisma.adminToken.findUnique({
    where: { hash, purpose: 'ADMIN_LINK_SSO', expiresAt: { gt: await databaseNow(app.prisma) } },
    include: { admin: true, connection: { include: { portal: true } } },
  });
  const connection = found?.connection && placed(found.connection);
  const { issuer, subject } = found ?? {};
  if (!found || !connection || connection.portal || !issuer || !subject) throw new InvalidToken();
  if (!connection.enabled || connection.issuer !== issuer) throw new InvalidToken();
  try {
    await transaction(app, (tx) => link(tx, connection, { ...found, issuer, subject }));
  } catch (error) {
    throw isTaken(error) || error instanceof ConnectionChanged ? new InvalidToken() : error;
  }
  return { admin: found.admin, connection };
}

async function link(tx: Transaction, connection: InstallationConnection, { admin, ...token }: Link): Promise<void> {
  const { adminId, issuer, subject } = token;
  await holdConnection(tx, connection);
  await lockAdmin(tx, adminId);
  if ((await tx.adminToken.count({ where: { id: token.id } })) === 0) throw new InvalidToken();
  // One account at each provider, as for developers.
  if ((await tx.adminSsoIdentity.count({ where: { adminId, issuer } })) > 0) throw new InvalidToken();
  await noteUsed(tx, token, null);
  await tx.adminToken.deleteMany({ where: { adminId, purpose: 'ADMIN_LINK_SSO', issuer } });
  await linkAdmin(tx, admin, { issuer, subject, email: admin.email });
}
