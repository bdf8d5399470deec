import { checkNewPassword, STANDARD_MIN_LENGTH } from '../passwords/check-password.ts';

export const ADMIN_CONTEXT_WORDS = ['gatehouse', 'admin'];

export async function checkAdminPassword(candidate: string, email: string, field?: string): Promise<void> {
  await checkNewPassword(candidate, { minLength: STANDARD_MIN_LENGTH, context: [email, ...ADMIN_CONTEXT_WORDS] }, field);
}
