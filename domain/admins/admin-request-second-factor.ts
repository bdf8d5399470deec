import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client, Reader } from '../client.ts';
import { InvalidCredentials, NotAllowed } from '../errors.ts';
import { parseInput } from '../input.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import { password } from '../passwords/check-password.ts';
import { verifyPassword } from '../passwords/hash.ts';
import { demandAdminPasswordLogIn } from '../sso-connections/admin-password-log-in.ts';
import { tryOnceMore } from '../throttles/try-once-more.ts';
import { mailSecondFactorLink } from './mail-second-factor-link.ts';

const requestInput = z.object({ password });

/** A session alone, which can be stolen, must not set up a second factor: that would lock its owner out. */
export async function adminRequestSecondFactor(
  app: App,
  admin: LoggedInAdmin | null,
  input: z.input<typeof requestInput>,
  client: Client & Reader,
): Promise<{ email: string }> {
  if (!admin) throw new NotAllowed();
  const { password: typed } = parseInput(requestInput, input);
  if (admin.hasSecondFactor) throw new NotAllowed('HAS_FACTOR');
  await demandAdminPasswordLogIn(app);
  await tryOnceMore(app, admin.sessionId, async () => {
    const isRight = await verifyPassword(admin.passwordHash, typed, client.ip);
    if (!isRight) throw new InvalidCredentials({ adminId: admin.id }, 'PASSWORD');
  });
  await mailSecondFactorLink(app, admin, client);
  return { email: admin.email };
}
