import { checkNewPassword, STANDARD_MIN_LENGTH } from '../passwords/check-password.ts';

/** What attackers try first as the password of an admin. */
export const ADMIN_CONTEXT_WORDS = ['gatehouse', 'admin'];

/**
 * Refuses a new password that is short or easy to guess for an admin with this address.
 * @param field of the input that holds it
 */
export async function checkAdminPassword(candidate: string, email: string, field?: string): Promise<void> {
  await checkNewPassword(candidate, { minLength: STANDARD_MIN_LENGTH, context: [email, ...ADMIN_CONTEXT_WORDS] }, field);
}
