import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidCredentials } from '../errors.ts';
import { verifyPassword } from '../passwords/hash.ts';
import { admitLogIn } from '../throttles/admit-log-in.ts';

/**
 * Asks someone who is logged in for the password once more. A wrong one counts like a failed log-in: a stolen session is no
 * place to guess it.
 * @param origin where the client is
 * @throws InvalidCredentials, TooManyAttempts
 */
export async function checkOwnPassword(
  app: App,
  { id, portalId, email, passwordHash }: Developer,
  password: string,
  origin: { address: string },
): Promise<void> {
  const admission = await admitLogIn(app, { realm: { portalId }, email }, origin.address);
  await admission.attempt(async () => {
    const isRight = await verifyPassword(passwordHash, password);
    if (!isRight) throw new InvalidCredentials({ developerId: id }, 'The password is wrong.');
  });
}
