import { z } from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { address, parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { getPortal } from '../portals/find-portal.ts';
import { transaction } from '../transaction.ts';
import { checkOwnPassword } from './check-own-password.ts';
import type { LoggedInDeveloper } from './find-session.ts';

const deleteAccountInput = z.object({ portal: z.string(), email: address, password: password.nullish() });

/**
 * Deletes the developer for good, with links and sessions, and frees the address. The person types that address once more,
 * so that no single click does it. Its decisions stay, under the bare id. No
 * mail tells of it, as the address is deleted too.
 * @param origin where the client is
 * @returns the portal of the account
 * @throws NotAllowed without a developer, InvalidInput, InvalidCredentials, TooManyAttempts
 */
export async function deleteAccount(
  app: App,
  developer: LoggedInDeveloper | null,
  input: z.input<typeof deleteAccountInput>,
  origin: { address: string },
): Promise<Portal> {
  if (!developer) throw new NotAllowed();
  const { portal: slug, email, password } = parseInput(deleteAccountInput, input);
  const { id, passwordHash } = developer;
  if (email.canonical !== developer.email) {
    throw new InvalidInput([{ path: ['email'], code: 'NOT_ACCEPTED', message: 'This is not the address of this account.' }]);
  }
  await checkOwnPassword(app, developer, password ?? null, origin);
  const portal = await getPortal(app, slug);
  const { count } = await transaction(app, (tx) =>
    tx.developer.deleteMany({ where: { id, status: 'APPROVED', passwordHash } }),
  );
  // If the password or the status changed in the meantime, this session has ended too.
  if (count === 0) throw new NotAllowed();
  return portal;
}
