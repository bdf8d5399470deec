import { checkNewPassword } from '../passwords/check-password.ts';

/**
 * Refuses a new password that is short or easy to guess for an admin with this address.
 * @param field of the input that holds it
 * @throws InvalidInput on the path of that field
 */
export async function checkAdminPassword(candidate: string, email: string, field?: string): Promise<void> {
  await checkNewPassword(candidate, [email, 'gatehouse', 'admin'], field);
}
