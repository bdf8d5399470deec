import { decide } from './admins.ts';
import type { RequestOptions } from './graphql.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site } from './mutate.ts';
import type { Mail } from './smtp.ts';

export const PASSWORD = 'seven brown foxes jumped';
export const NEW_PASSWORD = 'nine green kites landed';

/** What a mutation answers to the token of a link that does not work. */
export const DEAD_LINK = { __typename: 'InvalidToken' };

export const signUp = (gatehouse: Site, email: string, more: object = {}) =>
  mutate(gatehouse, 'signUp', 'SignUpInput', '... on SignUpSuccess { email }', {
    portal: 'demo',
    email,
    fullName: 'Ada Lovelace',
    ...more,
  });

export const verifyEmail = (gatehouse: Site, token: string, corrections: object = {}) =>
  mutate(
    gatehouse,
    'verifyEmail',
    'VerifyEmailInput',
    '... on VerifyEmailSuccess { email status passwordToken expiresAt returnTo portal { slug } }',
    { token, ...corrections },
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
  mutate(
    gatehouse,
    'resetPassword',
    'ResetPasswordInput',
    '... on ResetPasswordSuccess { email status portal { slug } ssoIdentities { id subject } unlinkToken }',
    {
      token,
      password,
    },
  );

export const logIn = (gatehouse: Site, email: string, password = PASSWORD, more: object = {}, options: RequestOptions = {}) =>
  mutate(
    gatehouse,
    'logIn',
    'LogInInput',
    '... on LogInSuccess { token deviceToken expiresAt developer { id email status } } ... on NotApproved { status } ... on TooManyAttempts { retryAfter }',
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
    '... on LogInWithSsoSuccess { token expiresAt returnTo portal { slug } developer { id email status } } ... on NotApproved { status }',
    { code, verifier, session: 'TOKEN', ...more },
    options,
  );

export const confirmSso = (gatehouse: Site, token: string) =>
  mutate(gatehouse, 'confirmSso', 'ConfirmSsoInput', '... on ConfirmSsoSuccess { email status portal { slug } }', { token });

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

/** In the order of what caused them, which their ids tell: several are sent at once, and may come in another. */
export const mailsTo = ({ inbox }: Installation, email: string): Mail[] =>
  inbox.mails
    .filter(({ recipients }) => recipients.includes(email))
    .toSorted((one, other) => one.messageId.localeCompare(other.messageId));

export const subjectsTo = (gatehouse: Installation, email: string): string[] =>
  mailsTo(gatehouse, email).map(({ subject }) => subject);

/** The status of whoever has this address, at any portal; null where nobody has it. */
export async function statusOf(gatehouse: Installation, email: string): Promise<string | null> {
  const [row] = await gatehouse.sql<{ status: string }>('SELECT status FROM developers WHERE email = $1', [email]);
  return row?.status ?? null;
}

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

/** Someone who may log in, and a bearer token of a session. */
export async function loggedInPerson(gatehouse: Installation, email: string, adminToken: string) {
  const person = await approvedPerson(gatehouse, email, adminToken);
  const { token } = await logIn(gatehouse, email);
  if (!token) throw new Error(`${email} cannot log in`);
  return { ...person, token };
}
