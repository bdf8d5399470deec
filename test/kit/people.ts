import { expect } from 'vitest';
import {
  ConfirmSsoDocument,
  LogInDocument,
  type LogInInput,
  LogInWithSsoDocument,
  type LogInWithSsoInput,
  LogOutDocument,
  MeDocument,
  RequestPasswordResetDocument,
  ResendVerificationDocument,
  ResetPasswordDocument,
  SetPasswordDocument,
  SignUpDocument,
  type SignUpInput,
  VerifyEmailCodeDocument,
  type VerifyEmailCodeInput,
  VerifyEmailDocument,
  type VerifyEmailInput,
} from '../generated/operations.ts';
import { decide } from './admins.ts';
import { type RequestOptions, sessionCookie } from './graphql.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site, succeed } from './mutate.ts';
import { present } from './present.ts';
import type { Mail } from './smtp.ts';

export const PASSWORD = 'seven brown foxes jumped';
export const NEW_PASSWORD = 'nine green kites landed';

/** What a mutation answers to the token of a link that does not work. */
export const DEAD_LINK = { __typename: 'InvalidToken' };

export const signUp = (gatehouse: Site, email: string, more: Partial<SignUpInput> = {}, options: RequestOptions = {}) =>
  mutate(gatehouse, SignUpDocument, { portal: 'demo', email, fullName: 'Ada Lovelace', ...more }, options);

export const verifyEmail = (gatehouse: Site, token: string, corrections: Omit<VerifyEmailInput, 'token'> = {}) =>
  mutate(gatehouse, VerifyEmailDocument, { token, ...corrections });

export const verifyEmailCode = (gatehouse: Site, codeSecret: string, code: string, more: Partial<VerifyEmailCodeInput> = {}) =>
  mutate(gatehouse, VerifyEmailCodeDocument, { portal: 'demo', codeSecret, code, ...more });

export const setPassword = (gatehouse: Site, token: string, password = PASSWORD) =>
  mutate(gatehouse, SetPasswordDocument, {
    token,
    password,
  });

export const resendVerification = (gatehouse: Installation, email: string, portal = 'demo') =>
  mutate(gatehouse, ResendVerificationDocument, {
    portal,
    email,
  });

export const requestPasswordReset = (gatehouse: Site, email: string, portal = 'demo') =>
  mutate(gatehouse, RequestPasswordResetDocument, {
    portal,
    email,
  });

export const resetPassword = (gatehouse: Site, token: string, password: string) =>
  mutate(gatehouse, ResetPasswordDocument, {
    token,
    password,
  });

export const logIn = (
  gatehouse: Site,
  email: string,
  password = PASSWORD,
  more: Partial<LogInInput> = {},
  options: RequestOptions = {},
) => mutate(gatehouse, LogInDocument, { portal: 'demo', email, password, session: 'TOKEN', ...more }, options);

/** Logs in. @returns the bearer token of the session */
export const bearer = async (gatehouse: Site, email: string, password = PASSWORD): Promise<string> =>
  (await succeed(logIn(gatehouse, email, password), 'token')).token;

/** Logs in as a browser does. @returns the cookie of the session, as a browser sends it */
export async function logInCookie({ graphql }: Site, email: string, password = PASSWORD): Promise<string> {
  const { headers } = await graphql(LogInDocument, { input: { portal: 'demo', email, password } });
  return sessionCookie(headers);
}

export const logOut = (gatehouse: Installation, options: RequestOptions, portal = 'demo', everywhere = false) =>
  mutate(gatehouse, LogOutDocument, { portal, everywhere }, options);

export const logInWithSso = (
  gatehouse: Site,
  code: string,
  verifier: string,
  more: Partial<LogInWithSsoInput> = {},
  options: RequestOptions = {},
) => mutate(gatehouse, LogInWithSsoDocument, { code, verifier, session: 'TOKEN', ...more }, options);

export const confirmSso = (gatehouse: Site, token: string) => mutate(gatehouse, ConfirmSsoDocument, { token });

/** The address of who is logged in at a portal, or null. */
export async function whoAmI({ graphql }: Site, options: RequestOptions, portal = 'demo'): Promise<string | null> {
  const { data, text } = await graphql(MeDocument, { portal }, options);
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

/** The last mail to an address, which must have got one. */
export const lastMailTo = (gatehouse: Installation, email: string): Mail =>
  present(mailsTo(gatehouse, email).at(-1), `a mail to ${email}`);

/** The token of the link that a mail holds; null where it holds no link. */
export const findToken = ({ text }: Mail): string | null => text.match(/\?token=([\w-]+)/)?.[1] ?? null;

/** The token of the link that a mail must hold. */
export function tokenIn(mail: Mail | undefined): string {
  const { text } = present(mail, 'a mail');
  return present(text.match(/\?token=([\w-]+)/)?.[1], `a link in this mail: ${text}`);
}

/** The code that a mail shows; null where it shows none. */
export const findCode = ({ text }: Mail): string | null => text.match(/^(\d{3} \d{3})$/m)?.[1] ?? null;

/** The code in the last mail to an address. */
export async function mailedCode(gatehouse: Installation, email: string): Promise<string> {
  await gatehouse.drain();
  const mail = lastMailTo(gatehouse, email);
  return present(findCode(mail), `a code in this mail: ${mail.text}`);
}

/** Another code than this one. */
export const wrongCode = (code: string): string => code.replace(/\d$/, (last) => String((Number(last) + 1) % 10));

/** The token of the link in the last mail to an address. */
export async function mailedToken(gatehouse: Installation, email: string): Promise<string> {
  await gatehouse.drain();
  return tokenIn(lastMailTo(gatehouse, email));
}

export type Person = { id: string; email: string; passwordToken: string; verificationToken: string };

/** Someone who signed up and clicked the link; the worker has evaluated the request. */
export async function verifiedPerson(gatehouse: Installation, email: string): Promise<Person> {
  await succeed(signUp(gatehouse, email));
  const verificationToken = await mailedToken(gatehouse, email);
  const { passwordToken } = await succeed(verifyEmail(gatehouse, verificationToken), 'passwordToken');
  await gatehouse.drain();
  return { id: await developerId(gatehouse, email), email, passwordToken, verificationToken };
}

/** The same, where a worker runs beside the test. */
export async function verifiedByWorker(gatehouse: Installation, email: string, portal = 'demo'): Promise<Person> {
  await succeed(signUp(gatehouse, email, { portal }));
  await expect.poll(() => mailsTo(gatehouse, email).length, { timeout: 60_000 }).toBe(1);
  const verificationToken = tokenIn(lastMailTo(gatehouse, email));
  const { passwordToken } = await succeed(verifyEmail(gatehouse, verificationToken), 'passwordToken');
  return { id: await developerId(gatehouse, email, portal), email, passwordToken, verificationToken };
}

/** Someone who also chose the password `PASSWORD`. */
export async function registeredPerson(gatehouse: Installation, email: string): Promise<Person> {
  const person = await verifiedPerson(gatehouse, email);
  await succeed(setPassword(gatehouse, person.passwordToken));
  return person;
}

/** Someone who may log in. */
export async function approvedPerson(gatehouse: Installation, email: string, adminToken: string): Promise<Person> {
  const person = await registeredPerson(gatehouse, email);
  await succeed(decide(gatehouse, 'approve', [person.id], adminToken));
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
  return { ...person, token: await bearer(gatehouse, email) };
}
