import {
  CorrectRegistrationDocument,
  type CorrectRegistrationInput,
  RegistrationDocument,
  WithdrawRegistrationDocument,
} from '../generated/operations.ts';
import { mutate, type Site } from './mutate.ts';
import { logIn } from './people.ts';
import { present } from './present.ts';

/** What the right password of somebody who is not approved gives. */
export async function statusTokenOf(gatehouse: Site, email: string, password?: string): Promise<string> {
  const answer = await logIn(gatehouse, email, password);
  if (answer.__typename !== 'NotApproved') throw new Error(`logIn answered ${answer.__typename}`);
  return present(answer.statusToken);
}

export const registration = async ({ graphql }: Site, token: string) =>
  (await graphql(RegistrationDocument, { token })).data.registration;

export const correctRegistration = (gatehouse: Site, input: CorrectRegistrationInput) =>
  mutate(gatehouse, CorrectRegistrationDocument, input);

export const withdrawRegistration = (gatehouse: Site, token: string) =>
  mutate(gatehouse, WithdrawRegistrationDocument, { token });
