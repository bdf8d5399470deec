import type { RequestOptions } from './graphql.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site } from './mutate.ts';
import { PASSWORD, whoAmI } from './people.ts';

export const updateProfile = (gatehouse: Installation, options: RequestOptions, fullName: string, portal = 'demo') =>
  mutate(
    gatehouse,
    'updateProfile',
    'UpdateProfileInput',
    '... on UpdateProfileSuccess { developer { id email status fullName } }',
    { portal, fullName },
    options,
  );

export const changePassword = (gatehouse: Installation, options: RequestOptions, input: object) =>
  mutate(
    gatehouse,
    'changePassword',
    'ChangePasswordInput',
    '... on ChangePasswordSuccess { token expiresAt developer { id email status } }',
    { portal: 'demo', currentPassword: PASSWORD, ...input },
    options,
  );

/** Types the address of who is logged in, unless told another one. */
export const deleteAccount = async (
  gatehouse: Installation,
  options: RequestOptions,
  more: { email?: string; password?: string | null; portal?: string } = {},
) =>
  await mutate(
    gatehouse,
    'deleteAccount',
    'DeleteAccountInput',
    '... on DeleteAccountSuccess { portal { slug } } ... on InvalidInput { issues { path message } }',
    {
      portal: 'demo',
      email: more.email ?? (await whoAmI(gatehouse, options)) ?? 'nobody@example.test',
      password: PASSWORD,
      ...more,
    },
    options,
  );

export const requestEmailChange = (gatehouse: Installation, options: RequestOptions, email: string, more: object = {}) =>
  mutate(
    gatehouse,
    'requestEmailChange',
    'RequestEmailChangeInput',
    '... on RequestEmailChangeSuccess { email }',
    { portal: 'demo', email, password: PASSWORD, ...more },
    options,
  );

export const confirmEmailChange = (gatehouse: Installation, token: string, options: RequestOptions = {}) =>
  mutate(
    gatehouse,
    'confirmEmailChange',
    'ConfirmEmailChangeInput',
    '... on ConfirmEmailChangeSuccess { email portal { slug } }',
    { token },
    options,
  );

export const undoEmailChange = (gatehouse: Installation, token: string) =>
  mutate(
    gatehouse,
    'undoEmailChange',
    'UndoEmailChangeInput',
    '... on UndoEmailChangeSuccess { email passwordToken portal { slug } }',
    {
      token,
    },
  );

export const revokeSession = (gatehouse: Installation, options: RequestOptions, id: string, portal = 'demo') =>
  mutate(gatehouse, 'revokeSession', 'RevokeSessionInput', '... on RevokeSessionSuccess { id }', { portal, id }, options);

export const revokeOtherSessions = (gatehouse: Installation, options: RequestOptions, portal = 'demo') =>
  mutate(
    gatehouse,
    'revokeOtherSessions',
    'RevokeOtherSessionsInput',
    '... on RevokeOtherSessionsSuccess { ended }',
    { portal },
    options,
  );

export type Answer = { field: string; value?: string | boolean | null };

export const changeAnswers = (gatehouse: Site, options: RequestOptions, answers: Answer[], more: object = {}) =>
  mutate(
    gatehouse,
    'updateProfile',
    'UpdateProfileInput',
    '... on UpdateProfileSuccess { developer { id email status fullName answers { field value } } }',
    { portal: 'demo', answers, ...more },
    options,
  );

export const acceptTerms = (gatehouse: Site, options: RequestOptions, version: string, portal = 'demo') =>
  mutate(
    gatehouse,
    'acceptTerms',
    'AcceptTermsInput',
    '... on AcceptTermsSuccess { developer { id email status } }',
    { portal, version },
    options,
  );

export const startSsoLink = (
  gatehouse: Site,
  options: RequestOptions,
  connection: string,
  password: string | null = PASSWORD,
) =>
  mutate(
    gatehouse,
    'startSsoLink',
    'StartSsoLinkInput',
    '... on StartSsoLinkSuccess { url }',
    { portal: 'demo', connection, password },
    options,
  );

export const unlinkSsoIdentity = (gatehouse: Site, options: RequestOptions, id: string, password: string | null = PASSWORD) =>
  mutate(
    gatehouse,
    'unlinkSsoIdentity',
    'UnlinkSsoIdentityInput',
    '... on UnlinkSsoIdentitySuccess { id }',
    { portal: 'demo', id, password },
    options,
  );

export const unlinkByLink = (gatehouse: Installation, token: string, id: string) =>
  mutate(
    gatehouse,
    'unlinkSsoIdentityByLink',
    'UnlinkSsoIdentityByLinkInput',
    '... on UnlinkSsoIdentityByLinkSuccess { id portal { slug } ssoIdentities { id subject } }',
    { token, id },
  );
