import * as z from 'zod';
import type { Admin } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client, Reader } from '../client.ts';
import { InvalidInput, InvalidToken, NotAllowed } from '../errors.ts';
import { newId } from '../ids.ts';
import { parseInput } from '../input.ts';
import { languageOf } from '../locales/language-of.ts';
import { locale } from '../locales/locale.ts';
import { password } from '../passwords/check-password.ts';
import { hashPassword } from '../passwords/hash.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { demandAdminPasswordLogIn } from '../sso-connections/admin-password-log-in.ts';
import { transaction } from '../transaction.ts';
import { checkAdminPassword } from './check-admin-password.ts';
import { findAdminInvitation } from './find-admin-invitation.ts';
import { issueSecondFactorToken } from './issue-second-factor-token.ts';
import { takeAdminInvitation } from './take-admin-invitation.ts';

const acceptInput = z.object({ token: z.string(), password: password.nullish(), locale: locale.nullish() });

/**
 * Makes the admin, but does not log in. A person who is an admin already gains the roles.
 * @returns for a new admin a token that sets up a second factor, because the email and the password are proved just now
 */
export async function acceptAdminInvitation(
  app: App,
  caller: AdminWithRoles | null,
  input: z.input<typeof acceptInput>,
  client: Pick<Client, 'ip'> & Reader,
): Promise<{ admin: Admin; secondFactorToken: string | null }> {
  const chosen = parseInput(acceptInput, input);
  const invitation = await findAdminInvitation(app.prisma, chosen.token);
  if (!invitation) throw new InvalidToken();
  const known = await app.prisma.admin.findUnique({ where: { email: invitation.email }, select: { id: true } });
  if (known && known.id !== caller?.id) throw new NotAllowed('LOG_IN_FIRST');
  if (!known) await demandAdminPasswordLogIn(app);
  const passwordHash = known ? null : await hashNewPassword(app, chosen.password ?? null, invitation.email, client.ip);
  const created = passwordHash === null ? null : { passwordHash, locale: chosen.locale ?? languageOf(client) };

  return await transaction(app, async (tx) => {
    const id = known?.id ?? newId();
    await takeAdminInvitation(tx, invitation, id, created);
    const admin = await tx.admin.findUniqueOrThrow({ where: { id } });
    return { admin, secondFactorToken: known ? null : await issueSecondFactorToken(tx, id) };
  });
}

async function hashNewPassword({ breaches }: App, chosen: string | null, email: string, ip: string): Promise<string> {
  if (chosen === null) {
    throw new InvalidInput([{ path: ['password'], code: 'REQUIRED', message: 'Choose a password.' }]);
  }
  await checkAdminPassword(breaches, chosen, email);
  return await hashPassword(chosen, ip);
}
