import {
  AcceptTermsDocument,
  type AnswerInput,
  ChangeAnswersDocument,
  ChangePasswordDocument,
  type ChangePasswordInput,
  ConfirmEmailChangeDocument,
  DeleteAccountDocument,
  type DeleteAccountInput,
  ExportMyDataDocument,
  KeepAccountByLinkDocument,
  KeepAccountDocument,
  MySessionsDocument,
  RequestEmailChangeDocument,
  type RequestEmailChangeInput,
  RevokeOtherSessionsDocument,
  RevokeSessionDocument,
  StartSsoLinkDocument,
  UndoEmailChangeDocument,
  UnlinkSsoIdentityByLinkDocument,
  UnlinkSsoIdentityDocument,
  UpdateProfileDocument,
  type UpdateProfileInput,
} from '../generated/operations.ts';
import type { RequestOptions } from './graphql.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site } from './mutate.ts';
import { PASSWORD, whoAmI } from './people.ts';

export const updateProfile = (gatehouse: Installation, options: RequestOptions, fullName?: string, portal = 'demo') =>
  mutate(gatehouse, UpdateProfileDocument, { portal, fullName }, options);

export const changePassword = (
  gatehouse: Installation,
  options: RequestOptions,
  input: Partial<ChangePasswordInput> & { newPassword: string },
) => mutate(gatehouse, ChangePasswordDocument, { portal: 'demo', currentPassword: PASSWORD, ...input }, options);

/** Types the address of who is logged in, unless told another one. */
export const deleteAccount = async (gatehouse: Installation, options: RequestOptions, more: Partial<DeleteAccountInput> = {}) =>
  await mutate(
    gatehouse,
    DeleteAccountDocument,
    {
      portal: 'demo',
      email: more.email ?? (await whoAmI(gatehouse, options)) ?? 'nobody@example.test',
      password: PASSWORD,
      ...more,
    },
    options,
  );

export const keepAccount = (gatehouse: Site, options: RequestOptions, portal = 'demo') =>
  mutate(gatehouse, KeepAccountDocument, { portal }, options);

export const keepAccountByLink = (gatehouse: Site, token: string) => mutate(gatehouse, KeepAccountByLinkDocument, { token });

export const requestEmailChange = (
  gatehouse: Site,
  options: RequestOptions,
  email: string,
  more: Partial<RequestEmailChangeInput> = {},
) => mutate(gatehouse, RequestEmailChangeDocument, { portal: 'demo', email, password: PASSWORD, ...more }, options);

export const confirmEmailChange = (gatehouse: Site, token: string, options: RequestOptions = {}) =>
  mutate(gatehouse, ConfirmEmailChangeDocument, { token }, options);

export const undoEmailChange = (gatehouse: Installation, token: string) =>
  mutate(gatehouse, UndoEmailChangeDocument, {
    token,
  });

export const revokeSession = (gatehouse: Installation, options: RequestOptions, id: string, portal = 'demo') =>
  mutate(gatehouse, RevokeSessionDocument, { portal, id }, options);

export const revokeOtherSessions = (gatehouse: Installation, options: RequestOptions, portal = 'demo') =>
  mutate(gatehouse, RevokeOtherSessionsDocument, { portal }, options);

export const changeAnswers = (
  gatehouse: Site,
  options: RequestOptions,
  answers: AnswerInput[],
  more: Partial<UpdateProfileInput> = {},
) => mutate(gatehouse, ChangeAnswersDocument, { portal: 'demo', answers, ...more }, options);

export const acceptTerms = (gatehouse: Site, options: RequestOptions, version: string, portal = 'demo') =>
  mutate(gatehouse, AcceptTermsDocument, { portal, version }, options);

export const startSsoLink = (
  gatehouse: Site,
  options: RequestOptions,
  connection: string,
  password: string | null = PASSWORD,
) => mutate(gatehouse, StartSsoLinkDocument, { portal: 'demo', connection, password }, options);

export const unlinkSsoIdentity = (gatehouse: Site, options: RequestOptions, id: string, password: string | null = PASSWORD) =>
  mutate(gatehouse, UnlinkSsoIdentityDocument, { portal: 'demo', id, password }, options);

export const unlinkByLink = (gatehouse: Installation, token: string, id: string) =>
  mutate(gatehouse, UnlinkSsoIdentityByLinkDocument, { token, id });

export const exportMyData = (gatehouse: Site, options: RequestOptions, portal = 'demo') =>
  mutate(gatehouse, ExportMyDataDocument, { portal }, options);

/** Where a person is logged in, the last used first; null for nobody. */
export async function ownSessions({ graphql }: Site, options: RequestOptions, portal = 'demo') {
  const { data, text } = await graphql(MySessionsDocument, { portal }, options);
  if (data?.me === undefined) throw new Error(`me answered ${text}`);
  return data.me?.sessions ?? null;
}
