import * as z from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { address, parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { getPortal } from '../portals/find-portal.ts';
import { transaction } from '../transaction.ts';
import { checkOwnPassword } from './check-own-password.ts';
import { deleteAndTell } from './delete-and-tell.ts';
import type { LoggedInDeveloper } from './find-session.ts';
import { lockDeveloper } from './lock-developer.ts';
import { scheduleDeletion } from './schedule-deletion.ts';

const deleteAccountInput = z.object({ portal: z.string(), email: address, password: password.nullish() });

/** `deletionDueAt` is null if the account is gone. */
export type DeletedAccount = { portal: Portal; deletionDueAt: Date | null };

/** The person types the email address again, so that one click does not delete. Decisions stay, under the bare id. */
export async function deleteAccount(
  app: App,
  developer: LoggedInDeveloper | null,
  input: z.input<typeof deleteAccountInput>,
  client: Client,
): Promise<DeletedAccount> {
  if (!developer) throw new NotAllowed();
  const { portal: slug, email, password } = parseInput(deleteAccountInput, input);
  const { id, passwordHash } = developer;
  if (email.canonical !== developer.email) throw notOwn();
  await checkOwnPassword(app, developer, password ?? null, client);
  const portal = await getPortal(app, slug);
  return await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, id);
    // If the password or status changed in the meantime, this session has ended too. It may also have been ended by itself.
    const [session] = await tx.$queryRaw<object[]>`SELECT id FROM sessions WHERE id = ${developer.sessionId}::uuid FOR UPDATE`;
    if (!session || locked?.status !== 'APPROVED' || locked.passwordHash !== passwordHash) throw new NotAllowed();
    // The address may have changed, too.
    if (locked.email !== email.canonical) throw notOwn();
    const deletionDueAt = await scheduleDeletion(app, tx, locked, client);
    if (!deletionDueAt) await deleteAndTell(app, tx, locked, 'PERSON');
    return { portal, deletionDueAt };
  });
}

const notOwn = (): InvalidInput =>
  new InvalidInput([
    {
      path: ['email'],
      code: 'NOT_ACCEPTED',
      message: 'This is not the email address of this account.',
      text: 'notOwnEmail',
    },
  ]);
