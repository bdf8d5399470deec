import type { Developer, Token } from '../../prisma/generated/client/client.ts';
import { signUpForm } from '../sign-up-form/sign-up-form.ts';

/** Where a verification link is mailed to: the address as it was typed into the form that the link carries. */
export function typedEmailOf({ token, developer }: { token: Token; developer: Developer }): string {
  return token.form ? signUpForm.parse(token.form).typedEmail : developer.typedEmail;
}
