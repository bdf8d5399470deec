import type { BreachService } from '../passwords/breach-service.ts';
import { checkNewPassword, STANDARD_MIN_LENGTH } from '../passwords/check-password.ts';

export const ADMIN_CONTEXT_WORDS = ['gatehouse', 'admin'];

export async function checkAdminPassword(
  breaches: BreachService,
  candidate: string,
  email: string,
  field?: string,
): Promise<void> {
  const context = [email, ...ADMIN_CONTEXT_WORDS];
  await checkNewPassword(candidate, { minLength: STANDARD_MIN_LENGTH, context, breaches }, field);
}
