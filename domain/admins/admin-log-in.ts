import { z } from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import type { Held } from '../developers/log-in.ts';
import { InvalidCredentials } from '../errors.ts';
import { address, parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { verifyPassword } from '../passwords/hash.ts';
import { type Credentials, withGuessLimit } from '../throttles/limit-guesses.ts';
import { type AdminNewlyLoggedIn, openAdminSession } from './open-admin-session.ts';

const adminLogInInput = z.object({ email: address, password });

/** A developer with the same email address is another account. Ends the `held` session. */
export async function adminLogIn(
  app: App,
  input: z.input<typeof adminLogInInput>,
  held: Held,
  client: Client,
): Promise<AdminNewlyLoggedIn> {
  const { email, password } = parseInput(adminLogInInput, input);
  const account = { realm: 'admins', email: email.canonical } as const;
  const check = (found: Credentials | null) => checkPassword(found, password, client.ip);
  const { checked, notedDevice } = await withGuessLimit(app, account, held.device, check);
  const { id: adminId, passwordHash } = checked;
  const entry = { adminId, method: 'PASSWORD', passwordHash, secondFactor: null, held, notedDevice, client } as const;
  return await openAdminSession(app, app.prisma, entry);
}

async function checkPassword(found: Credentials | null, password: string, ip: string): Promise<Credentials> {
  const isRight = await verifyPassword(found?.passwordHash ?? null, password, ip);
  if (!found || !isRight) throw new InvalidCredentials({ adminId: found?.id });
  return found;
}
