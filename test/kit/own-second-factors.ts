import {
  AddTotpDocument,
  type AddTotpInput,
  ConfirmSecondFactorDocument,
  type ConfirmSecondFactorInput,
  OwnSecondFactorsDocument,
  RemoveSecondFactorDocument,
  RenewRecoveryCodesDocument,
  RequestSecondFactorDocument,
  ResetSecondFactorDocument,
  type SecondFactorProof,
  SecondFactorsOfDocument,
  StartTotpDocument,
  type StartTotpInput,
} from '../generated/operations.ts';
import type { RequestOptions } from './graphql.ts';
import type { Installation } from './installation.ts';
import { mutate, refusal, type Site, succeed } from './mutate.ts';
import { loggedInPerson, logIn, mailedToken, PASSWORD } from './people.ts';
import { present } from './present.ts';
import { codeOf, forgetCodes } from './second-factors.ts';

const portal = 'demo';

export const confirmSecondFactor = (
  gatehouse: Site,
  input: Omit<ConfirmSecondFactorInput, 'portal'> & { portal?: string },
  options: RequestOptions = {},
) => mutate(gatehouse, ConfirmSecondFactorDocument, { portal, session: 'TOKEN', ...input }, options);

export const requestSecondFactor = (gatehouse: Site, options: RequestOptions, password: string | null = PASSWORD) =>
  mutate(gatehouse, RequestSecondFactorDocument, { portal, password }, options);

export const startTotp = (
  gatehouse: Site,
  input: Omit<StartTotpInput, 'portal'> & { portal?: string },
  options: RequestOptions = {},
) => mutate(gatehouse, StartTotpDocument, { portal, ...input }, options);

export const addTotp = (
  gatehouse: Site,
  input: Pick<AddTotpInput, 'challenge' | 'code'> & Partial<AddTotpInput>,
  options: RequestOptions = {},
) => mutate(gatehouse, AddTotpDocument, { portal, name: 'My phone', ...input }, options);

export const removeSecondFactor = (gatehouse: Site, id: string, proof: SecondFactorProof, options: RequestOptions) =>
  mutate(gatehouse, RemoveSecondFactorDocument, { portal, id, proof }, options);

export const renewRecoveryCodes = (gatehouse: Site, proof: SecondFactorProof, options: RequestOptions) =>
  mutate(gatehouse, RenewRecoveryCodesDocument, { portal, proof }, options);

export const resetSecondFactor = (gatehouse: Site, ids: string[], token: string | undefined) =>
  mutate(gatehouse, ResetSecondFactorDocument, { ids }, { token });

export async function ownSecondFactors({ graphql }: Site, options: RequestOptions) {
  const { data, text } = await graphql(OwnSecondFactorsDocument, { portal }, options);
  return present(data?.me, `a person in ${text}`);
}

/** What an admin sees of a person. */
export async function secondFactorsOf({ graphql }: Site, id: string, token: string) {
  const { data, text } = await graphql(SecondFactorsOfDocument, { id }, { token });
  return present(data?.developer, `a person in ${text}`);
}

/** Asks for the link as the person who is logged in, and opens the email. */
export async function linkFor(gatehouse: Installation, email: string, token: string): Promise<string> {
  await succeed(requestSecondFactor(gatehouse, { token }));
  return await mailedToken(gatehouse, email);
}

/** A person who is logged in and has an authenticator app. Its present code counts once more. */
export async function personWithTotp(gatehouse: Installation, email: string, admin: string) {
  const person = await loggedInPerson(gatehouse, email, admin);
  const { token } = person;
  const { challenge, secret } = await succeed(startTotp(gatehouse, { token: await linkFor(gatehouse, email, token) }));
  const added = await succeed(addTotp(gatehouse, { challenge, code: codeOf(secret) }, { token }), 'recoveryCodes');
  await forgetCodes(gatehouse);
  return { ...person, secret, recoveryCodes: added.recoveryCodes, factorId: added.secondFactor.id };
}

/** Logs in with the right password. @returns the challenge of the second step */
export const stepOf = async (gatehouse: Site, email: string, more: { deviceToken?: string } = {}): Promise<string> =>
  (await refusal(logIn(gatehouse, email, PASSWORD, more), 'SecondFactorRequired')).challenge;
