import type { Developer, Token } from '../../prisma/generated/client/client.ts';
import { signUpForm } from '../sign-up-form/sign-up-form.ts';

/** The typed form in the sign-up form of the link. */
export function typedEmailOf({ token, developer }: { token: Token; developer: Developer }): string {
  return token.form ? signUpForm.parse(token.form).typedEmail : developer.typedEmail;
}
