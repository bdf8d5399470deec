import { randomUUID } from 'node:crypto';
import type { RequestOptions } from './graphql.ts';
import { ADMIN, type Installation } from './installation.ts';
import { mutate, type Site } from './mutate.ts';
import type { Answer } from './own-account.ts';

/** The address of the admin who is logged in, or null. */
export async function whichAdminAmI({ graphql }: Installation, options: RequestOptions): Promise<string | null> {
  const { data, text } = await graphql<{ admin: { email: string } | null }>('{ admin { email } }', {}, options);
  if (data?.admin === undefined) throw new Error(`admin answered ${text}`);
  return data.admin?.email ?? null;
}

export type Decision = 'approve' | 'reject' | 'revoke' | 'reinstate';

export const decide = (gatehouse: Site, verb: Decision, ids: string[], token: string | undefined, more: object = {}) => {
  const Verb = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
  const results = 'results { id developer { status } error { __typename message ... on Conflict { status } } }';
  const selection = `... on ${Verb}DevelopersSuccess { ${results} }`;
  return mutate(gatehouse, `${verb}Developers`, 'DecideDevelopersInput', selection, { ids, ...more }, { token });
};

export const deleteDevelopers = (gatehouse: Installation, ids: string[], token: string | undefined) =>
  mutate(
    gatehouse,
    'deleteDevelopers',
    'DeleteDevelopersInput',
    '... on DeleteDevelopersSuccess { results { id error { __typename message } } }',
    { ids },
    { token },
  );

export const updatePortal = (gatehouse: Site, settings: object, token: string | undefined, portal = 'demo') =>
  mutate(
    gatehouse,
    'updatePortal',
    'UpdatePortalInput',
    '... on UpdatePortalSuccess { portal { slug } }',
    { portal, ...settings },
    { token },
  );

export const createPortal = (gatehouse: Site, slug: string, token: string | undefined, more: object = {}) =>
  mutate(
    gatehouse,
    'createPortal',
    'CreatePortalInput',
    '... on CreatePortalSuccess { portal { slug } }',
    { slug, name: `${slug} portal`, contactEmail: `help@${slug}.test`, ...more },
    { token },
  );

export const adminLogIn = (gatehouse: Site, more: object = {}, options: RequestOptions = {}) =>
  mutate(
    gatehouse,
    'adminLogIn',
    'AdminLogInInput',
    '... on AdminLogInSuccess { token deviceToken expiresAt } ... on TooManyAttempts { retryAfter }',
    { ...ADMIN, session: 'TOKEN', ...more },
    options,
  );

export const adminRequestPasswordReset = (gatehouse: Installation, email: string) =>
  mutate(
    gatehouse,
    'adminRequestPasswordReset',
    'AdminRequestPasswordResetInput',
    '... on AdminRequestPasswordResetSuccess { email }',
    { email },
  );

export const adminResetPassword = (gatehouse: Installation, token: string, password: string) =>
  mutate(gatehouse, 'adminResetPassword', 'AdminResetPasswordInput', '... on AdminResetPasswordSuccess { email }', {
    token,
    password,
  });

export const adminChangePassword = (
  gatehouse: Installation,
  currentPassword: string,
  newPassword: string,
  options: RequestOptions,
) =>
  mutate(
    gatehouse,
    'adminChangePassword',
    'AdminChangePasswordInput',
    '... on AdminChangePasswordSuccess { token expiresAt }',
    { currentPassword, newPassword },
    options,
  );

export const adminRevokeSession = (gatehouse: Installation, id: string, options: RequestOptions) =>
  mutate(
    gatehouse,
    'adminRevokeSession',
    'AdminRevokeSessionInput',
    '... on AdminRevokeSessionSuccess { id }',
    { id },
    options,
  );

export const adminRevokeOtherSessions = (gatehouse: Installation, options: RequestOptions, input: object = {}) =>
  mutate(
    gatehouse,
    'adminRevokeOtherSessions',
    'AdminRevokeOtherSessionsInput',
    '... on AdminRevokeOtherSessionsSuccess { ended }',
    input,
    options,
  );

export type AdminSession = {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  device: string;
  address: string;
  current: boolean;
};

/** Where the admin is logged in, the last used first. */
export async function adminSessions({ graphql }: Installation, options: RequestOptions): Promise<AdminSession[]> {
  const { data, text } = await graphql<{ admin: { sessions: AdminSession[] } | null }>(
    '{ admin { sessions { id createdAt lastSeenAt device address current } } }',
    {},
    options,
  );
  if (!data?.admin) throw new Error(`admin answered ${text}`);
  return data.admin.sessions;
}

/** Logs the OWNER in and opens the portal `demo`. @returns the bearer token of the OWNER */
export async function openDemoPortal(gatehouse: Site): Promise<string> {
  const { token } = await adminLogIn(gatehouse);
  if (!token) throw new Error('the admin cannot log in');
  await createPortal(gatehouse, 'demo', token);
  return token;
}

/** Another admin, with the password of the OWNER and one role. @returns the bearer token */
export async function addAdmin(gatehouse: Installation, email: string, role: string, portal: string | null): Promise<string> {
  const id = randomUUID();
  await gatehouse.sql(
    'INSERT INTO admins (id, email, password_hash) SELECT $1, $2, password_hash FROM admins WHERE email = $3',
    [id, email, ADMIN.email],
  );
  await gatehouse.sql(
    'INSERT INTO admin_roles (id, admin_id, role, portal_id) VALUES ($1, $2, $3, (SELECT id FROM portals WHERE slug = $4))',
    [randomUUID(), id, role, portal],
  );
  const { token } = await adminLogIn(gatehouse, { email });
  if (!token) throw new Error(`${email} cannot log in`);
  return token;
}

export const setSignUpFields = (gatehouse: Site, fields: object[], token: string | undefined, portal = 'demo') =>
  mutate(
    gatehouse,
    'setSignUpFields',
    'SetSignUpFieldsInput',
    '... on SetSignUpFieldsSuccess { portal { slug } }',
    { portal, fields },
    { token },
  );

export const setAnswers = (gatehouse: Site, id: string, answers: Answer[], token: string | undefined) =>
  mutate(
    gatehouse,
    'setAnswers',
    'SetAnswersInput',
    '... on SetAnswersSuccess { developer { id email status answers { field value } } } ... on Conflict { status }',
    { id, answers },
    { token },
  );

export const removeSsoIdentity = (gatehouse: Site, id: string, token: string | undefined) =>
  mutate<{ developerId?: string }>(
    gatehouse,
    'removeSsoIdentity',
    'RemoveSsoIdentityInput',
    '... on RemoveSsoIdentitySuccess { id developerId }',
    { id },
    { token },
  );

/** @returns how many sessions ended; there is no error to be told */
export async function adminLogOut({ graphql }: Installation, options: RequestOptions, input: object = {}): Promise<number> {
  const { data, text } = await graphql<{ adminLogOut: { ended: number } | null }>(
    'mutation($input: AdminLogOutInput!) { adminLogOut(input: $input) { ... on AdminLogOutSuccess { ended } } }',
    { input },
    options,
  );
  if (!data?.adminLogOut) throw new Error(`adminLogOut answered ${text}`);
  return data.adminLogOut.ended;
}
