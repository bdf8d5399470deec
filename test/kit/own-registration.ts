import {
  CorrectRegistrationDocument,
  type CorrectRegistrationInput,
  OpenRegistrationDocument,
  RegistrationDocument,
  RequestRegistrationLinkDocument,
  WithdrawRegistrationDocument,
} from '../generated/operations.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site, succeed } from './mutate.ts';
import { logIn, mailedToken } from './people.ts';
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

export const requestRegistrationLink = (gatehouse: Site, email: string, portal = 'demo') =>
  mutate(gatehouse, RequestRegistrationLinkDocument, { portal, email });

export const openRegistration = (gatehouse: Site, token: string) => mutate(gatehouse, OpenRegistrationDocument, { token });

/** Asks for a link to the own registration, and takes the token from its mail. */
export async function registrationLink(gatehouse: Installation, email: string): Promise<string> {
  await succeed(requestRegistrationLink(gatehouse, email));
  return await mailedToken(gatehouse, email);
}
