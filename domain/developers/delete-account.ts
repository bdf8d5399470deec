import { z } from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { getPortal } from '../portals/find-portal.ts';
import { transaction } from '../transaction.ts';
import { checkOwnPassword } from './check-own-password.ts';
import type { LoggedInDeveloper } from './find-session.ts';

const deleteAccountInput = z.object({ portal: z.string(), password: password.nullish() });

/**
 * Deletes the developer for good, with links and sessions, and frees the address. The decisions stay, under the id alone. No mail
 * says so: it would need the address that is gone.
 * @returns where it was
 * @param origin where the client is
 * @throws NotAllowed without a developer, InvalidInput, InvalidCredentials, TooManyAttempts
 */
export async function deleteAccount(
  app: App,
  developer: LoggedInDeveloper | null,
  input: z.input<typeof deleteAccountInput>,
  origin: { address: string },
): Promise<Portal> {
  if (!developer) throw new NotAllowed();
  const { portal: slug, password } = parseInput(deleteAccountInput, input);
  const { id, passwordHash } = developer;
  await checkOwnPassword(app, developer, password ?? null, origin);
  const portal = await getPortal(app, slug);
  const { count } = await transaction(app, (tx) =>
    tx.developer.deleteMany({ where: { id, status: 'APPROVED', passwordHash } }),
  );
  // Whatever changed the password or the status meanwhile ended this session, too.
  if (count === 0) throw new NotAllowed();
  return portal;
}
