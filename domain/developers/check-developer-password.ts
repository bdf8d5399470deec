import type { Developer, Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { checkNewPassword } from '../passwords/check-password.ts';

export async function checkDeveloperPassword(
  { breaches }: App,
  candidate: string,
  { email, fullName }: Pick<Developer, 'email' | 'fullName'>,
  { name, slug, passwordMinLength, passwordContextWords }: Portal,
  field?: string,
): Promise<void> {
  const context = [email, fullName, name, slug, ...passwordContextWords];
  await checkNewPassword(candidate, { minLength: passwordMinLength, context, breaches }, field);
}
