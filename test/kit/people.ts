import { randomUUID } from 'node:crypto';
import type { RequestOptions } from './graphql.ts';
import { ADMIN, type Installation } from './installation.ts';
import type { Mail } from './smtp.ts';

/** The members of any result, flat: a test looks at `__typename` and what goes with it. */
export type Result = {
  __typename: string;
  message?: string;
  issues?: { path: string[]; message: string }[];
  status?: string;
  email?: string;
  passwordToken?: string | null;
  expiresAt?: string | null;
  returnTo?: string | null;
  token?: string | null;
  providerLogOutUrl?: string | null;
  url?: string;
  retryAfter?: number;
  developer?: { id: string; email: string; status: string; fullName?: string };
  id?: string;
  ended?: number;
  portal?: { slug: string };
  results?: {
    id: string;
    developer: { status: string } | null;
    error: { __typename: string; message: string; status?: string } | null;
  }[];
};

/** Whom to ask; an installation, or the processes of one. */
export type Site = Pick<Installation, 'graphql'>;

export const PASSWORD = 'seven brown foxes jumped';

const ERRORS = '... on Error { message ... on InvalidInput { issues { path message } } }';

/** Runs one mutation and returns its result; fails the test where there is none. */
export async function mutate<More extends object = object>(
  { graphql }: Site,
  field: string,
  inputType: string,
  selection: string,
  input: object,
  options: RequestOptions = {},
): Promise<Result & More> {
  const document = `mutation($input: ${inputType}!) { result: ${field}(input: $input) { __typename ${selection} ${ERRORS} } }`;
  const { data, errors, text } = await graphql<{ result: (Result & More) | null }>(document, { input }, options);
  if (!data?.result || errors.length > 0) throw new Error(`${field} answered ${text}`);
  return data.result;
}

export const signUp = (gatehouse: Site, email: string, more: object = {}) =>
  mutate(gatehouse, 'signUp', 'SignUpInput', '... on SignUpSuccess { email }', {
    portal: 'demo',
    email,
    fullName: 'Ada Lovelace',
    ...more,
  });

export const verifyEmail = (gatehouse: Site, token: string) =>
  mutate(
    gatehouse,
    'verifyEmail',
    'VerifyEmailInput',
    '... on VerifyEmailSuccess { email status passwordToken expiresAt returnTo portal { slug } }',
    { token },
  );

export const setPassword = (gatehouse: Site, token: string, password = PASSWORD) =>
  mutate(gatehouse, 'setPassword', 'SetPasswordInput', '... on SetPasswordSuccess { email status portal { slug } }', {
    token,
    password,
  });

export const resendVerification = (gatehouse: Installation, email: string, portal = 'demo') =>
  mutate(gatehouse, 'resendVerification', 'ResendVerificationInput', '... on ResendVerificationSuccess { email }', {
    portal,
    email,
  });

export const requestPasswordReset = (gatehouse: Installation, email: string, portal = 'demo') =>
  mutate(gatehouse, 'requestPasswordReset', 'RequestPasswordResetInput', '... on RequestPasswordResetSuccess { email }', {
    portal,
    email,
  });

export const resetPassword = (gatehouse: Installation, token: string, password: string) =>
  mutate(gatehouse, 'resetPassword', 'ResetPasswordInput', '... on ResetPasswordSuccess { email status portal { slug } }', {
    token,
    password,
  });

export const logIn = (gatehouse: Site, email: string, password = PASSWORD, more: object = {}, options: RequestOptions = {}) =>
  mutate(
    gatehouse,
    'logIn',
    'LogInInput',
    '... on LogInSuccess { token expiresAt developer { id email status } } ... on NotApproved { status } ... on TooManyAttempts { retryAfter }',
    { portal: 'demo', email, password, session: 'TOKEN', ...more },
    options,
  );

export const logOut = (gatehouse: Installation, options: RequestOptions, portal = 'demo') =>
  mutate(gatehouse, 'logOut', 'LogOutInput', '... on LogOutSuccess { portal { slug } providerLogOutUrl }', { portal }, options);

export const logInWithSso = (
  gatehouse: Site,
  code: string,
  verifier: string,
  more: object = {},
  options: RequestOptions = {},
) =>
  mutate(
    gatehouse,
    'logInWithSso',
    'LogInWithSsoInput',
    '... on LogInWithSsoSuccess { token expiresAt portal { slug } developer { id email status } } ... on NotApproved { status }',
    { code, verifier, session: 'TOKEN', ...more },
    options,
  );

export const confirmSso = (gatehouse: Site, token: string) =>
  mutate(gatehouse, 'confirmSso', 'ConfirmSsoInput', '... on ConfirmSsoSuccess { email status portal { slug } }', { token });

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

/** The address of who is logged in at a portal, or null. */
export async function whoAmI({ graphql }: Site, options: RequestOptions, portal = 'demo'): Promise<string | null> {
  const { data, text } = await graphql<{ me: { email: string } | null }>(
    'query($portal: String!) { me(portal: $portal) { email } }',
    { portal },
    options,
  );
  if (data?.me === undefined) throw new Error(`me answered ${text}`);
  return data.me?.email ?? null;
}

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
    '... on AdminLogInSuccess { token expiresAt }',
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

export const mailsTo = ({ inbox }: Installation, email: string): Mail[] =>
  inbox.mails.filter(({ recipients }) => recipients.includes(email));

/** The token of the link that a mail holds. */
export const tokenIn = (mail: Mail | undefined): string | null => mail?.text.match(/\?token=([\w-]+)/)?.[1] ?? null;

/** The token of the link in the last mail to an address. */
export async function mailedToken(gatehouse: Installation, email: string): Promise<string> {
  await gatehouse.drain();
  const token = tokenIn(mailsTo(gatehouse, email).at(-1));
  if (!token) throw new Error(`no link was mailed to ${email}`);
  return token;
}

export type Person = { id: string; email: string; passwordToken: string; verificationToken: string };

/** Someone who signed up and clicked the link; the worker has evaluated the request. */
export async function verifiedPerson(gatehouse: Installation, email: string): Promise<Person> {
  await signUp(gatehouse, email);
  const verificationToken = await mailedToken(gatehouse, email);
  const { passwordToken } = await verifyEmail(gatehouse, verificationToken);
  await gatehouse.drain();
  if (!passwordToken) throw new Error(`${email} was given no password token`);
  return { id: await developerId(gatehouse, email), email, passwordToken, verificationToken };
}

/** Someone who also chose the password `PASSWORD`. */
export async function registeredPerson(gatehouse: Installation, email: string): Promise<Person> {
  const person = await verifiedPerson(gatehouse, email);
  await setPassword(gatehouse, person.passwordToken);
  return person;
}

/** Someone who may log in. */
export async function approvedPerson(gatehouse: Installation, email: string, adminToken: string): Promise<Person> {
  const person = await registeredPerson(gatehouse, email);
  await decide(gatehouse, 'approve', [person.id], adminToken);
  await gatehouse.drain();
  return person;
}

/** An address of each kind that a stranger may not tell apart. The rejected one keeps its password, as all but the first two. */
export async function peopleOfEachKind(gatehouse: Installation, adminToken: string) {
  const people = {
    unknown: 'unknown@kinds.test',
    unverified: 'unverified@kinds.test',
    pending: 'pending@kinds.test',
    approved: 'approved@kinds.test',
    rejected: 'rejected@kinds.test',
    revoked: 'revoked@kinds.test',
  };
  await signUp(gatehouse, people.unverified);
  await registeredPerson(gatehouse, people.pending);
  await approvedPerson(gatehouse, people.approved, adminToken);
  const rejected = await registeredPerson(gatehouse, people.rejected);
  await decide(gatehouse, 'reject', [rejected.id], adminToken);
  const revoked = await approvedPerson(gatehouse, people.revoked, adminToken);
  await decide(gatehouse, 'revoke', [revoked.id], adminToken);
  await gatehouse.drain();
  return people;
}

export async function developerId({ sql }: Installation, email: string, portal = 'demo'): Promise<string> {
  const [row] = await sql<{ id: string }>(
    'SELECT d.id FROM developers d JOIN portals p ON p.id = d.portal_id WHERE d.email = $1 AND p.slug = $2',
    [email.toLowerCase(), portal],
  );
  if (!row) throw new Error(`${email} is not registered`);
  return row.id;
}

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

export const deleteAccount = (gatehouse: Installation, options: RequestOptions, more: object = {}) =>
  mutate(
    gatehouse,
    'deleteAccount',
    'DeleteAccountInput',
    '... on DeleteAccountSuccess { portal { slug } }',
    { portal: 'demo', password: PASSWORD, ...more },
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

export const confirmEmailChange = (gatehouse: Installation, token: string) =>
  mutate(
    gatehouse,
    'confirmEmailChange',
    'ConfirmEmailChangeInput',
    '... on ConfirmEmailChangeSuccess { email portal { slug } }',
    { token },
  );

export const undoEmailChange = (gatehouse: Installation, token: string) =>
  mutate(gatehouse, 'undoEmailChange', 'UndoEmailChangeInput', '... on UndoEmailChangeSuccess { email portal { slug } }', {
    token,
  });

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

/** Someone who may log in, and a bearer token of a session. */
export async function loggedInPerson(gatehouse: Installation, email: string, adminToken: string) {
  const person = await approvedPerson(gatehouse, email, adminToken);
  const { token } = await logIn(gatehouse, email);
  if (!token) throw new Error(`${email} cannot log in`);
  return { ...person, token };
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

export type Answer = { field: string; value?: string | boolean | null };

export const setAnswers = (gatehouse: Site, id: string, answers: Answer[], token: string | undefined) =>
  mutate(
    gatehouse,
    'setAnswers',
    'SetAnswersInput',
    '... on SetAnswersSuccess { developer { id email status answers { field value } } } ... on Conflict { status }',
    { id, answers },
    { token },
  );

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
