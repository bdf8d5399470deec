import type { Invitation, Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { stateAt } from './invitation-state.ts';

export type MailedInvitation = Invitation & { email: string; typedEmail: string; portal: Portal };

/** Null if the token is not that of an email, or if the invitation has ended. */
export async function findMailedInvitation({ prisma }: App, token: string): Promise<MailedInvitation | null> {
  const include = { portal: true };
  const found = await prisma.invitation.findUnique({ where: { hash: hashSecret(token), isMailed: true }, include });
  if (!found || stateAt(found, await databaseNow(prisma)) !== 'OPEN') return null;
  const { email, typedEmail } = found;
  return email !== null && typedEmail !== null ? { ...found, email, typedEmail } : null;
}
