import { beforeEach, expect, test } from 'vitest';
import { deleteDevelopers, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import {
  changePassword,
  confirmEmailChange,
  deleteAccount,
  requestEmailChange,
  startSsoLink,
  undoEmailChange,
} from '../kit/own-account.ts';
import {
  approvedPerson,
  developerId,
  findToken,
  lastMailTo,
  loggedInPerson,
  logIn,
  mailedToken,
  NEW_PASSWORD,
  requestPasswordReset,
  resetPassword,
  setPassword,
  signUp,
  subjectsTo,
  whoAmI,
} from '../kit/people.ts';
import { comeIn, connect, goToProvider, whoIs } from '../kit/sso.ts';
import { openBrowser, param } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const other = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);
const otherConnection = await connect(gatehouse, other);

let count = 0;
let [owner, sub, elsewhere] = ['', '', ''];
beforeEach(() => {
  count++;
  [owner, sub, elsewhere] = [`owner${count}@recovery.test`, `intruder${count}`, `intruder${count}@elsewhere.test`];
  issuer.behave({ person: { sub, name: 'Eve', email: elsewhere, email_verified: true } });
});

/** Links an account at a provider in a session that somebody holds. */
async function link(token: string, at = connection) {
  const browser = openBrowser();
  browser.cookies.push({ name: 'gatehouse-demo', value: token, host: 'localhost', path: '/' });
  const { url } = await succeed(startSsoLink(gatehouse, { cookie: `gatehouse-demo=${token}` }, at.id));
  const way = await goToProvider(at, { link: param(new URL(url), 'link') }, browser);
  await browser.visit(way.callback);
}
async function move(token: string, to = elsewhere) {
  await requestEmailChange(gatehouse, { token }, to);
  await confirmEmailChange(gatehouse, await mailedToken(gatehouse, to));
}
/** Whom the account at the provider logs in as. */
const intruder = async () => await whoIs(gatehouse, (await comeIn(connection)).browser);

test('S9: an undo also takes what an intruder did before the change: the linked account and the password', async () => {
  const { token } = await loggedInPerson(gatehouse, owner, admin);
  await link(token);
  expect(await intruder()).toBe(owner);
  await move(token);
  expect(await intruder()).toBe(elsewhere);
  const { passwordToken } = await succeed(undoEmailChange(gatehouse, await mailedToken(gatehouse, owner)), 'passwordToken');
  expect(await intruder()).not.toBe(owner);
  expect(await logIn(gatehouse, owner)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await setPassword(gatehouse, passwordToken, NEW_PASSWORD)).toMatchObject({ email: owner, status: 'APPROVED' });
  expect(await logIn(gatehouse, owner, NEW_PASSWORD)).toMatchObject({ __typename: 'LogInSuccess' });
  expect(
    await gatehouse.sql('SELECT 1 FROM known_clients k JOIN developers d ON d.id = developer_id WHERE email = $1', [owner]),
  ).toHaveLength(2);
});

test('S9: accounts that were linked more than 72 hours before the change stay, as the owner linked them', async () => {
  const { token, id } = await loggedInPerson(gatehouse, owner, admin);
  await link(token);
  other.behave({ person: { sub, name: 'Ada', email: owner, email_verified: true } });
  await link(token, otherConnection);
  await gatehouse.sql(
    "UPDATE sso_identities SET created_at = created_at - interval '72 hours 1 minute' WHERE developer_id = $1 AND issuer = $2",
    [id, other.url],
  );
  await move(token);
  await undoEmailChange(gatehouse, await mailedToken(gatehouse, owner));
  expect(await gatehouse.sql('SELECT issuer FROM sso_identities WHERE developer_id = $1', [id])).toEqual([
    { issuer: other.url },
  ]);
});

test('a reset without linked accounts mails no link to part from them', async () => {
  await approvedPerson(gatehouse, owner, admin);
  await requestPasswordReset(gatehouse, owner);
  const answer = await resetPassword(gatehouse, await mailedToken(gatehouse, owner), NEW_PASSWORD);
  expect(answer).toMatchObject({ ssoIdentities: [], unlinkToken: null });
  await gatehouse.drain();
  expect(findToken(lastMailTo(gatehouse, owner))).toBeNull();
});

test('S9: notices that are late go to the address that the account had when it happened', async () => {
  const { token } = await loggedInPerson(gatehouse, owner, admin);
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
  const hold = (names: string) =>
    gatehouse.sql(`UPDATE jobs SET due_at = now() + interval '1 hour' WHERE name IN (${names}) AND finished_at IS NULL`);
  await link(token);
  const { token: next } = await succeed(changePassword(gatehouse, { token }, { newPassword: NEW_PASSWORD }), 'token');
  const late = "'sendSsoLinkedEmail', 'sendPasswordChangedEmail'";
  await hold(late);
  await requestEmailChange(gatehouse, { token: next }, elsewhere, { password: NEW_PASSWORD });
  await confirmEmailChange(gatehouse, await mailedToken(gatehouse, elsewhere));
  await gatehouse.sql(`UPDATE jobs SET due_at = now() WHERE name IN (${late}) AND finished_at IS NULL`);
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, owner).toSorted()).toEqual([
    'Another way to log in to demo portal',
    'Your email address for demo portal was changed',
    'Your password for demo portal was changed',
  ]);
  expect(subjectsTo(gatehouse, elsewhere)).toHaveLength(1);
  const payloads = await gatehouse.sql<{ payload: object }>('SELECT payload FROM jobs');
  expect(JSON.stringify(payloads)).not.toMatch(/@|recovery\.test/);
});

test('D1: a person whose account is deleted, by themselves or an admin, is told by mail if the address was verified', async () => {
  const { token, email } = await loggedInPerson(gatehouse, owner, admin);
  await deleteAccount(gatehouse, { token });
  const { id } = await approvedPerson(gatehouse, `second-${owner}`, admin);
  await signUp(gatehouse, `never-${owner}`);
  await gatehouse.drain();
  const unverified = await developerId(gatehouse, `never-${owner}`);
  await deleteDevelopers(gatehouse, [id, unverified], admin);
  await gatehouse.drain();
  const deleted = /^Your account at demo portal was deleted$/;
  expect(lastMailTo(gatehouse, email).subject).toMatch(deleted);
  expect(lastMailTo(gatehouse, email).text).toContain('by somebody who was logged in to it');
  expect(lastMailTo(gatehouse, `second-${owner}`).text).toContain('An administrator of demo portal deleted your account');
  expect(subjectsTo(gatehouse, `never-${owner}`).filter((subject) => deleted.test(subject))).toEqual([]);
  expect(await whoAmI(gatehouse, { token })).toBeNull();
});

test('S9: a person whose account was moved and then deleted is told at the old address', async () => {
  const { token } = await loggedInPerson(gatehouse, owner, admin);
  await move(token);
  await deleteAccount(gatehouse, { token });
  await gatehouse.drain();
  for (const address of [owner, elsewhere]) {
    expect(lastMailTo(gatehouse, address).subject).toBe('Your account at demo portal was deleted');
  }
});
