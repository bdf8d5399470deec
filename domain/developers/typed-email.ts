import type { Developer, Token } from '../../prisma/generated/client/client.ts';
import { signUpForm } from '../sign-up-form/sign-up-form.ts';

/** The typed form in the sign-up form of the link. */
export function typedEmailOf({ token, developer }: { token: Token; developer: Developer }): string {
  return token.form ? signUpForm.parse(token.form).typedEmail : developer.typedEmail;
}

/** What the sign-up form of the link says that the person reads, else what the developer chose before. Null if neither knows. */
export const localeIn = ({ token, developer }: { token: Token; developer: Developer }): string | null =>
  (token.form ? signUpForm.parse(token.form).locale : null) ?? developer.locale;
