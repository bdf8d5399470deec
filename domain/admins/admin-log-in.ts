import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client, Reader } from '../client.ts';
import type { Held } from '../developers/log-in.ts';
import { InvalidCredentials, SecondFactorMissing } from '../errors.ts';
import { address, parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { verifyPassword } from '../passwords/hash.ts';
import { askSecondFactor } from '../second-factors/ask-for-proof.ts';
import { demandAdminPasswordLogIn } from '../sso-connections/admin-password-log-in.ts';
import { type Credentials, withGuessLimit } from '../throttles/limit-guesses.ts';
import { mailSecondFactorLink } from './mail-second-factor-link.ts';
import { type AdminNewlyLoggedIn, openAdminSession } from './open-admin-session.ts';

const adminLogInInput = z.object({ email: address, password });

/**
 * A developer with the same email address is another account. Ends the `held` session.
 * @throws SecondFactorRequired after the right password of an admin who has a second factor
 * @throws SecondFactorMissing after the right password of an admin who needs one first
 */
export async function adminLogIn(
  app: App,
  input: z.input<typeof adminLogInInput>,
  held: Held,
  client: Client & Reader,
): Promise<AdminNewlyLoggedIn> {
  const { email, password } = parseInput(adminLogInInput, input);
  await demandAdminPasswordLogIn(app);
  const account = { realm: 'admins', email: email.canonical } as const;
  const check = (found: Credentials | null) => checkPassword(found, password, client.ip);
  const { checked, notedDevice } = await withGuessLimit(app, account, held.device, check);
  const { id: adminId, passwordHash } = checked;
  if (checked.hasSecondFactor) throw await askSecondFactor(app, { adminId }, passwordHash);
  const entry = { adminId, method: 'PASSWORD', passwordHash, secondFactor: null, held, notedDevice, client } as const;
  return await openAdminSession(app, app.prisma, entry).catch(async (error: unknown) => {
    if (!(error instanceof InvalidCredentials)) throw error;
    throw (await mailedIfRequired(app, { id: adminId, email: email.canonical, passwordHash }, client)) ?? error;
  });
}

/** Asked only after a refusal, so that a log-in takes no statement more. */
async function mailedIfRequired(
  app: App,
  admin: Parameters<typeof mailSecondFactorLink>[1],
  client: Client & Reader,
): Promise<SecondFactorMissing | null> {
  const { requireSecondFactor } = await app.prisma.installation.findFirstOrThrow();
  const { id, passwordHash } = admin;
  const isStillRight = await app.prisma.admin.count({ where: { id, passwordHash, hasSecondFactor: false } });
  if (!requireSecondFactor || isStillRight === 0) return null;
  await mailSecondFactorLink(app, admin, client);
  return new SecondFactorMissing();
}

async function checkPassword(found: Credentials | null, password: string, ip: string): Promise<Credentials> {
  const isRight = await verifyPassword(found?.passwordHash ?? null, password, ip);
  if (!found || !isRight) throw new InvalidCredentials({ adminId: found?.id });
  return found;
}
