import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

/**
 * The email address that a developer had at a time not long ago, as it was typed. An intruder who changes it cannot keep a notice
 * from the owner: the link that undoes a change names the address before it, and nobody but the owner can end it.
 */
export async function addressAt(app: App, { id: developerId, typedEmail }: Developer, at: Date): Promise<string> {
  const change = await app.prisma.token.findFirst({
    where: { developerId, purpose: 'UNDO_EMAIL_CHANGE', createdAt: { gte: at } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return change?.typedEmail ?? typedEmail;
}
