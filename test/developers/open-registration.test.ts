import { expect, test } from 'vitest';
import { REGISTRATION_LINK_TTL_MS } from '../../domain/developers/open-registration.ts';
import { decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { endLink, findLink, stateOf } from '../kit/links.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import {
  correctRegistration,
  openRegistration,
  registration,
  registrationLink,
  statusTokenOf,
  withdrawRegistration,
} from '../kit/own-registration.ts';
import {
  mailedToken,
  NEW_PASSWORD,
  registeredPerson,
  requestPasswordReset,
  resetPassword,
  setPassword,
  signUp,
  statusOf,
  verifiedPerson,
  whoAmI,
} from '../kit/people.ts';
import { comeIn, connect, failure } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);

const eventsOf = async (id: string): Promise<string[]> => {
  const found = await gatehouse.sql<{ type: string }>('SELECT type FROM events WHERE subject_id = $1 ORDER BY id', [id]);
  return found.map(({ type }) => type);
};

test('R27: a mailed link shows who waits the registration once, without a password and without a session', async () => {
  const { id, email } = await verifiedPerson(gatehouse, 'ada@open.test');
  const link = await registrationLink(gatehouse, email);
  expect(await findLink(gatehouse, link)).toMatchObject({ kind: 'OPEN_REGISTRATION', works: true, email });
  const opened = await succeed(openRegistration(gatehouse, link));
  const shown = { status: 'PENDING', email, fullName: 'Ada Lovelace', waitingSince: expect.any(String), reason: null };
  expect(opened.registration).toEqual(shown);
  expect(await registration(gatehouse, opened.statusToken)).toMatchObject(shown);
  expect(await whoAmI(gatehouse, { token: opened.statusToken })).toBeNull();
  expect(await gatehouse.sql('SELECT FROM sessions WHERE developer_id = $1', [id])).toEqual([]);
  expect((await eventsOf(id)).at(-1)).toBe('developer.registration-opened');

  await refusal(openRegistration(gatehouse, link), 'InvalidToken');
  expect(await stateOf(gatehouse, link)).toEqual({
    kind: 'OPEN_REGISTRATION',
    works: false,
    deadBecause: 'USED',
    used: true,
  });
});

test('who waits corrects and withdraws the registration by a mailed link', async () => {
  const { email } = await verifiedPerson(gatehouse, 'withdraws@open.test');
  const { statusToken: token } = await succeed(openRegistration(gatehouse, await registrationLink(gatehouse, email)));
  const { registration: corrected } = await succeed(correctRegistration(gatehouse, { token, fullName: 'Ada King' }));
  expect(corrected).toMatchObject({ fullName: 'Ada King' });
  const another = await registrationLink(gatehouse, email);
  await succeed(withdrawRegistration(gatehouse, token));
  expect(await registration(gatehouse, token)).toBeNull();
  await refusal(openRegistration(gatehouse, another), 'InvalidToken');
});

test('a link of before the decision shows it: the reason after a rejection, and no more than the status after an approval', async () => {
  await updatePortal(gatehouse, { undoWindow: 300 }, admin);
  const rejected = await registeredPerson(gatehouse, 'rejected@open.test');
  const link = await registrationLink(gatehouse, rejected.email);
  await decide(gatehouse, 'reject', [rejected.id], admin, { reason: 'We know no such company.' });
  expect((await succeed(openRegistration(gatehouse, link))).registration).toMatchObject({
    status: 'REJECTED',
    reason: 'We know no such company.',
  });
  expect(
    await gatehouse.sql('SELECT FROM developers WHERE id = $1 AND status_told_at IS NOT NULL', [rejected.id]),
  ).toHaveLength(1);
  await updatePortal(gatehouse, { undoWindow: 0 }, admin);

  const approved = await registeredPerson(gatehouse, 'approved@open.test');
  const late = await registrationLink(gatehouse, approved.email);
  await decide(gatehouse, 'approve', [approved.id], admin);
  expect((await succeed(openRegistration(gatehouse, late))).registration).toMatchObject({ status: 'APPROVED', email: null });
});

test('older links work until one of them is used, which ends the others', async () => {
  const { email } = await verifiedPerson(gatehouse, 'twice@open.test');
  const first = await registrationLink(gatehouse, email);
  const second = await registrationLink(gatehouse, email);
  expect(await stateOf(gatehouse, first)).toMatchObject({ works: true });
  await succeed(openRegistration(gatehouse, first));
  await refusal(openRegistration(gatehouse, second), 'InvalidToken');
  expect(await stateOf(gatehouse, second)).toMatchObject({ works: false, deadBecause: 'ENDED' });
});

test('of many who open a link at once, one succeeds', async () => {
  const { email } = await verifiedPerson(gatehouse, 'race@open.test');
  const link = await registrationLink(gatehouse, email);
  const answers = await Promise.all(Array.from({ length: 8 }, () => openRegistration(gatehouse, link)));
  const successes = answers.filter(({ __typename }) => __typename === 'OpenRegistrationSuccess');
  expect(successes).toHaveLength(1);
});

test('a link works for an hour, until a password is chosen, and until its reader ends it', async () => {
  const { email, passwordToken } = await verifiedPerson(gatehouse, 'time@open.test');
  const old = await registrationLink(gatehouse, email);
  const [row] = await gatehouse.sql<{ ms: number }>(
    `SELECT extract(epoch FROM expires_at - created_at)::float8 * 1000 AS ms FROM tokens WHERE purpose = 'OPEN_REGISTRATION'
     ORDER BY id DESC LIMIT 1`,
  );
  expect(Math.abs((row?.ms ?? 0) - REGISTRATION_LINK_TTL_MS)).toBeLessThan(20_000);
  await gatehouse.sql(`UPDATE tokens SET expires_at = now() - interval '1 second' WHERE purpose = 'OPEN_REGISTRATION'`);
  await refusal(openRegistration(gatehouse, old), 'InvalidToken');
  expect(await stateOf(gatehouse, old)).toMatchObject({ works: false, deadBecause: 'EXPIRED' });

  const { statusToken } = await succeed(openRegistration(gatehouse, await registrationLink(gatehouse, email)));
  const before = await registrationLink(gatehouse, email);
  await succeed(setPassword(gatehouse, passwordToken));
  await refusal(openRegistration(gatehouse, before), 'InvalidToken');
  expect(await registration(gatehouse, statusToken)).toBeNull();

  const byPassword = await statusTokenOf(gatehouse, email);
  await gatehouse.sql('DELETE FROM mail_bounds');
  await succeed(requestPasswordReset(gatehouse, email));
  const reset = await mailedToken(gatehouse, email);
  const beforeReset = await registrationLink(gatehouse, email);
  await succeed(resetPassword(gatehouse, reset, NEW_PASSWORD));
  await refusal(openRegistration(gatehouse, beforeReset), 'InvalidToken');
  expect(await registration(gatehouse, byPassword)).toBeNull();

  await gatehouse.sql('DELETE FROM mail_bounds');
  const unwanted = await registrationLink(gatehouse, email);
  await succeed(endLink(gatehouse, unwanted));
  await refusal(openRegistration(gatehouse, unwanted), 'InvalidToken');
  expect(await statusOf(gatehouse, email)).toBe('PENDING');
});

test('a token shows nothing once the email address is another', async () => {
  const { id, email } = await verifiedPerson(gatehouse, 'moves@open.test');
  const { statusToken } = await succeed(openRegistration(gatehouse, await registrationLink(gatehouse, email)));
  await gatehouse.sql('UPDATE developers SET email = $2 WHERE id = $1', [id, 'moved@open.test']);
  expect(await registration(gatehouse, statusToken)).toBeNull();
  await refusal(withdrawRegistration(gatehouse, statusToken), 'InvalidToken');
});

test('links for something else open nothing', async () => {
  const person = await registeredPerson(gatehouse, 'other@open.test');
  await signUp(gatehouse, 'new@open.test');
  const verification = await mailedToken(gatehouse, 'new@open.test');
  const byPassword = await statusTokenOf(gatehouse, person.email);
  for (const token of [person.passwordToken, verification, byPassword, admin, '', 'x', 'A'.repeat(43)]) {
    await refusal(openRegistration(gatehouse, token), 'InvalidToken');
  }
});

test('a person who waits and has SSO only sees the registration by a mailed link, and after the log-in with SSO', async () => {
  issuer.behave({ person: { sub: 'sso-only', name: 'Ada Lovelace', email: 'sso@open.test', email_verified: true } });
  const connection = await connect(gatehouse, issuer, { approval: 'RULES' });
  const { end } = await comeIn(connection);
  expect(failure(end)).toBe('PENDING');
  const token = end.location?.searchParams.get('token') ?? '';
  expect(await registration(gatehouse, token)).toMatchObject({ status: 'PENDING', email: 'sso@open.test' });
  const opened = await succeed(openRegistration(gatehouse, await registrationLink(gatehouse, 'sso@open.test')));
  expect(opened.registration).toMatchObject({ status: 'PENDING', email: 'sso@open.test' });
  await succeed(withdrawRegistration(gatehouse, opened.statusToken));
  expect(await registration(gatehouse, token)).toBeNull();
});
