import { beforeEach, expect, test } from 'vitest';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { beforeCommit } from '../kit/database.ts';
import { comparable, send } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import {
  findToken,
  lastMailTo,
  mailedToken,
  mailsTo,
  peopleOfEachKind,
  registeredPerson,
  signUp,
  tokenIn,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const people = await peopleOfEachKind(gatehouse, admin);

const SIGN_UP = `mutation($input: SignUpInput!) {
  signUp(input: $input) { __typename ... on SignUpSuccess { email } ... on InvalidInput { issues { path message } } ... on Error { message } }
}`;

/** The whole answer to a sign-up; `input` may be anything. */
const post = (input: object) =>
  gatehouse.graphql<{ signUp: { __typename: string; email?: string } | null }>(SIGN_UP, { input });

const form = (email: string) => ({ portal: 'demo', email, fullName: 'Ada Lovelace' });

const developers = (email: string) =>
  gatehouse.sql<{ id: string; full_name: string; typed_email: string; status: string; email_verified_at: Date | null }>(
    'SELECT * FROM developers WHERE email = $1',
    [email],
  );

beforeEach(async () => {
  await gatehouse.drain();
  await gatehouse.sql('DELETE FROM mail_bounds');
  gatehouse.inbox.mails.length = 0;
});

test('R1: the answer is the same for an unknown, unverified, pending, approved, rejected and revoked address', async () => {
  const answers = [];
  for (const email of Object.values(people)) {
    const { status, names, body } = comparable(await post(form(email)));
    answers.push({ status, names, body: body.replace(email, '<address>') });
  }
  expect(answers).toHaveLength(6);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({
    status: 200,
    body: '{"data":{"signUp":{"__typename":"SignUpSuccess","email":"<address>"}}}',
  });
  expect(answers[0]?.names).not.toContain('set-cookie');
});

test('R2: one mail goes to the address and to nobody else: a link to the new and the unverified, the status to the others', async () => {
  const next = 'next@kinds.test';
  for (const email of [next, people.unverified, people.pending, people.approved, people.rejected, people.revoked]) {
    await post(form(email));
  }
  await gatehouse.drain();
  expect(gatehouse.inbox.mails.map(({ recipients }) => recipients).sort()).toEqual(
    [next, people.unverified, people.pending, people.approved, people.rejected, people.revoked].map((to) => [to]).sort(),
  );
  for (const email of [next, people.unverified]) {
    const [mail] = mailsTo(gatehouse, email);
    expect(mail?.subject).toBe('Verify your email address for demo portal');
    expect(await verifyEmail(gatehouse, tokenIn(mail))).toMatchObject({ __typename: 'VerifyEmailSuccess', email });
  }
  for (const [email, status] of [
    [people.pending, 'Pending'],
    [people.approved, 'Approved'],
    [people.rejected, 'Rejected'],
    [people.revoked, 'Revoked'],
  ] as const) {
    const [mail] = mailsTo(gatehouse, email);
    expect(mail?.subject).toBe(`Your registration at demo portal: ${status}`);
    expect(mail?.text).toContain(status);
    expect(mail?.text).toContain('help@demo.test');
    expect(mail?.html).toContain('mailto:help@demo.test');
    // Nothing in it but plain pages and the contact: no secret, so nothing that grants anything.
    const pages = [`${gatehouse.url}/p/demo/log-in`, `${gatehouse.url}/p/demo/forgot-password`];
    const links = [...(mail?.text.match(/https?:\/\/\S+/g) ?? []), ...(mail?.html.match(/(?<=href=")http[^"]+/g) ?? [])];
    expect(links.filter((link) => !pages.includes(link))).toEqual([]);
    expect(mail?.raw).not.toMatch(/token/i);
  }
});

test('R3: 50 sign-ups of one address at once cause 3 mails, all answers are the same, and another address is unaffected', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => post(form('crowd@bound.test'))));
  const other = await post(form('other@bound.test'));
  await gatehouse.drain();
  expect(new Set(answers.map((answer) => JSON.stringify(comparable(answer)))).size).toBe(1);
  expect(mailsTo(gatehouse, 'crowd@bound.test')).toHaveLength(3);
  expect(other.data.signUp?.__typename).toBe('SignUpSuccess');
  expect(mailsTo(gatehouse, 'other@bound.test')).toHaveLength(1);
  const waiting = "SELECT 1 FROM jobs WHERE finished_at IS NULL AND name = 'sendVerificationEmail'";
  expect(await gatehouse.sql(waiting)).toEqual([]);
});

test('R57: 50 parallel sign-ups of one address make one registration', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => post(form('once@bound.test'))));
  expect(answers.map(({ status, data }) => [status, data.signUp?.__typename])).toEqual(
    Array.from({ length: 50 }, () => [200, 'SignUpSuccess']),
  );
  await gatehouse.drain();
  expect(await developers('once@bound.test')).toHaveLength(1);
});

test('R3: a minute later 3 more come, and 10 in an hour at most', async () => {
  const email = 'patient@bound.test';
  const minutePasses = () =>
    gatehouse.sql("UPDATE mail_bounds SET sent_at = (SELECT array_agg(at - interval '61 seconds') FROM unnest(sent_at) AS at)");
  const mailsSoFar = [];
  for (let minute = 0; minute < 5; minute++) {
    for (let attempt = 0; attempt < 4; attempt++) await signUp(gatehouse, email);
    await gatehouse.drain();
    mailsSoFar.push(mailsTo(gatehouse, email).length);
    await minutePasses();
  }
  expect(mailsSoFar).toEqual([3, 6, 9, 10, 10]);
  await gatehouse.sql("UPDATE mail_bounds SET sent_at = (SELECT array_agg(at - interval '1 hour') FROM unnest(sent_at) AS at)");
  await signUp(gatehouse, email);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email)).toHaveLength(11);
});

test('R3: each kind of mail has its bound, and each portal', async () => {
  await createPortal(gatehouse, 'second', admin);
  const email = 'two-kinds@bound.test';
  for (let attempt = 0; attempt < 4; attempt++) await signUp(gatehouse, email);
  await verifyEmail(gatehouse, await mailedToken(gatehouse, email));
  for (let attempt = 0; attempt < 4; attempt++) await signUp(gatehouse, email);
  for (let attempt = 0; attempt < 4; attempt++) await signUp(gatehouse, email, { portal: 'second' });
  await gatehouse.drain();
  const subjects = mailsTo(gatehouse, email).map(({ subject }) => subject);
  expect(subjects.toSorted()).toEqual([
    ...Array.from({ length: 3 }, () => 'Verify your email address for demo portal'),
    ...Array.from({ length: 3 }, () => 'Verify your email address for second portal'),
    ...Array.from({ length: 3 }, () => 'Your registration at demo portal: Pending'),
  ]);
});

test('an unverified registration reserves nothing: the name and the spelling of the clicked link win', async () => {
  await signUp(gatehouse, 'Owner@Race.test', { fullName: 'First Form', returnTo: '/first' });
  const first = await mailedToken(gatehouse, 'Owner@race.test');
  await signUp(gatehouse, 'oWner@race.test', { fullName: 'Second Form', returnTo: '/second' });
  const second = await mailedToken(gatehouse, 'oWner@race.test');
  await signUp(gatehouse, 'owneR@race.test', { fullName: 'Third Form', returnTo: '/third' });
  await gatehouse.drain();

  expect(await verifyEmail(gatehouse, first)).toMatchObject({ __typename: 'VerifyEmailSuccess', returnTo: '/first' });
  const [developer] = await developers('owner@race.test');
  expect(developer).toMatchObject({ full_name: 'First Form', typed_email: 'Owner@race.test' });
  // The other links are still good, for the address that they were mailed to, but what their forms said is gone.
  expect(await verifyEmail(gatehouse, second)).toMatchObject({ __typename: 'VerifyEmailSuccess', returnTo: null });
  expect((await developers('owner@race.test'))[0]).toEqual(developer);
  const forms = await gatehouse.sql<{ form: { fullName: string } | null }>(
    "SELECT form FROM tokens WHERE developer_id = $1 AND purpose = 'VERIFY_EMAIL'",
    [developer?.id],
  );
  expect(forms.flatMap(({ form }) => form?.fullName ?? [])).toEqual(['First Form']);
});

test('a sign-up that the verification overtakes finds a registration: a status mail, no second link', async () => {
  await signUp(gatehouse, 'overtaken@race.test', { fullName: 'Owner' });
  await gatehouse.drain();
  const before = present((await developers('overtaken@race.test'))[0]);
  const verify = 'UPDATE developers SET email_verified_at = now() WHERE id = :id';
  await signUp(gatehouse, 'overtaken@race.test', { fullName: 'Mallory' });
  await beforeCommit(gatehouse.databaseUrl, verify, before.id, () => gatehouse.drain());
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'overtaken@race.test').map(({ subject }) => subject)).toEqual([
    'Verify your email address for demo portal',
    'Your registration at demo portal: Pending',
  ]);
  expect((await developers('overtaken@race.test'))[0]).toMatchObject({ full_name: 'Owner' });
});

test('a sign-up with a verified address changes nothing of the registration', async () => {
  await registeredPerson(gatehouse, 'settled@race.test');
  const [before] = await developers('settled@race.test');
  await signUp(gatehouse, 'SETTLED@race.test', { fullName: 'Mallory' });
  await gatehouse.drain();
  expect((await developers('settled@race.test'))[0]).toEqual(before);
});

test('R54: a status mail goes to the address of the registration, not to the spelling of the stranger', async () => {
  await signUp(gatehouse, 'Grace.Hopper@Navy.test');
  await verifyEmail(gatehouse, await mailedToken(gatehouse, 'Grace.Hopper@navy.test'));
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
  await signUp(gatehouse, 'GRACE.HOPPER@NAVY.TEST');
  await gatehouse.drain();
  expect(gatehouse.inbox.mails.map(({ recipients }) => recipients)).toEqual([['Grace.Hopper@navy.test']]);
});

test('returnTo may be a path or a page of the portal, and comes back with the verification', async () => {
  await updatePortal(gatehouse, { origins: ['https://docs.demo.test'] }, admin);
  const targets = ['/apis?page=2#top', `${gatehouse.url}/p/demo/catalog`, 'https://docs.demo.test/start'];
  for (const [at, returnTo] of targets.entries()) {
    await signUp(gatehouse, `traveller-${at}@return.test`, { returnTo });
    expect(await verifyEmail(gatehouse, await mailedToken(gatehouse, `traveller-${at}@return.test`))).toMatchObject({
      returnTo,
    });
  }
});

test.each([
  'https://evil.test',
  'https://evil.test/p/demo',
  '//evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  'https:evil.test',
  'https:/evil.test',
  '/%09/evil.test',
  '/\t/evil.test',
  '/\n/evil.test',
  'javascript:alert(1)',
  'data:text/html,x',
  'evil.test',
  'http://localhost:1@evil.test/',
  `${gatehouse.url}.evil.test/`,
  `${gatehouse.url}@evil.test/`,
  '/\ud800',
  `/${'x'.repeat(10_000)}`,
])('R43: returnTo %j is refused, for a known as for an unknown address', async (returnTo) => {
  const [known, unknown] = [
    await signUp(gatehouse, people.approved, { returnTo }),
    await signUp(gatehouse, 'nobody@return.test', { returnTo }),
  ];
  expect(known).toMatchObject({ __typename: 'InvalidInput', issues: [{ path: ['returnTo'] }] });
  expect(unknown).toEqual(known);
  expect(await developers('nobody@return.test')).toEqual([]);
});

test('a portal that nobody opened is not found, and a closed one takes no registrations, whoever asks', async () => {
  const emails = [people.unknown, people.unverified, people.approved];
  for (const portal of ['nowhere', '', '../demo', 'demo\u0000', 'DEMO', 'd\ud800']) {
    const answers = await Promise.all(emails.map((email) => signUp(gatehouse, email, { portal })));
    expect(answers).toEqual(emails.map(() => ({ __typename: 'NotFound', message: 'There is no such portal.' })));
  }
  await createPortal(gatehouse, 'closed', admin);
  await updatePortal(gatehouse, { registrationOpen: false }, admin, 'closed');
  const closed = await Promise.all(emails.map((email) => signUp(gatehouse, email, { portal: 'closed' })));
  expect(new Set(closed.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(closed[0]).toMatchObject({ __typename: 'RegistrationClosed' });
  await gatehouse.drain();
  expect(gatehouse.inbox.mails).toHaveLength(0);
});

test.each([
  'status',
  'role',
  'isAdmin',
  'emailVerified',
  'emailVerifiedAt',
  'portalId',
  'id',
  'approvedAt',
  'password',
  'passwordHash',
])('R50: a sign-up that brings its own %s is refused and registers nobody', async (field) => {
  const value = field.startsWith('is') || field === 'emailVerified' ? true : 'APPROVED';
  const [before] = await developers(people.pending);
  for (const email of ['eve@extra.test', people.pending]) {
    const { data, errors } = await post({ ...form(email), [field]: value });
    expect(data).toBeUndefined();
    expect(errors[0]?.message).toContain(`"${field}" is not defined`);
  }
  expect(await developers('eve@extra.test')).toEqual([]);
  expect((await developers(people.pending))[0]).toEqual(before);
});

test.each([[{}], [[]], [0], [true], [null], [['a@b.test']]])(
  'R57: %j in the place of a text is refused as input',
  async (value) => {
    for (const field of ['portal', 'email', 'fullName']) {
      const { status, data, errors } = await post({ ...form('typed@extra.test'), [field]: value });
      expect([status, data]).toEqual([400, undefined]);
      expect(errors[0]?.message).toContain('got invalid value');
    }
    expect(await developers('typed@extra.test')).toEqual([]);
  },
);

test.each([
  ['no name', ''],
  ['white space', ' \t '],
  ['a line break', 'Ada\nBcc: evil@evil.test'],
  ['CR', 'Ada\rLovelace'],
  ['NUL', 'Ada\u0000Lovelace'],
  ['NEL', 'Ada\u0085Lovelace'],
  ['a line separator', 'Ada\u2028Lovelace'],
  ['half a character', 'Ada \ud800 Lovelace'],
  ['257 characters', 'a'.repeat(257)],
])('R53: a name of %s is refused', async (_, fullName) => {
  expect(await signUp(gatehouse, 'named@names.test', { fullName })).toMatchObject({
    __typename: 'InvalidInput',
    issues: [{ path: ['fullName'] }],
  });
  expect(await developers('named@names.test')).toEqual([]);
});

test('R55: a name that would be a link is in no mail to an address that nobody proved', async () => {
  const fullName = '<a href=https://evil.test>x</a> https://evil.test evil.test';
  await signUp(gatehouse, 'victim@names.test', { fullName });
  await gatehouse.drain();
  const [mail] = mailsTo(gatehouse, 'victim@names.test');
  expect(mail?.raw).not.toContain('evil.test');
  expect(mail?.html).not.toContain('evil');
  expect(mail?.text).not.toContain('evil');
});

test('R14, R35: host headers of the request do not change the mailed link', async () => {
  await createPortal(gatehouse, 'elsewhere', admin, { publicUrl: 'https://developers.elsewhere.test/portal' });
  const lies = {
    host: 'evil.test',
    'x-forwarded-host': 'evil.test',
    'x-forwarded-proto': 'gopher',
    'x-forwarded-port': '666',
    'x-forwarded-prefix': '/evil',
    forwarded: 'host=evil.test;proto=gopher',
    'x-original-url': 'https://evil.test/',
    origin: 'https://evil.test',
    referer: 'https://evil.test/',
  };
  for (const portal of ['demo', 'elsewhere']) {
    const body = JSON.stringify({ query: SIGN_UP, variables: { input: { ...form('linked@hosts.test'), portal } } });
    const headers = { 'content-type': 'application/json', ...lies };
    expect((await send(`${gatehouse.url}/graphql`, 'POST', headers, body)).text).toContain('SignUpSuccess');
    await gatehouse.drain();
  }
  const [here, elsewhere] = mailsTo(gatehouse, 'linked@hosts.test');
  const shape = (base: string) => new RegExp(`^${base.replaceAll('.', '\\.')}/verify-email\\?token=[\\w-]{43}$`);
  expect(here?.text.match(/http\S+/g)).toEqual([expect.stringMatching(shape(`${gatehouse.url}/p/demo`))]);
  expect(elsewhere?.text.match(/http\S+/g)).toEqual([expect.stringMatching(shape('https://developers.elsewhere.test/portal'))]);
  for (const mail of [here, elsewhere]) expect(mail?.raw).not.toMatch(/evil|gopher|:666/);
  expect(elsewhere?.parsed.from?.value).toEqual([{ name: 'elsewhere portal', address: 'no-reply@gatehouse.test' }]);
  expect(elsewhere?.parsed.replyTo?.value).toEqual([{ name: 'elsewhere portal', address: 'help@elsewhere.test' }]);
});

test('the same address at two portals is two registrations', async () => {
  await createPortal(gatehouse, 'twin', admin);
  await verifiedPerson(gatehouse, 'twin@portals.test');
  await signUp(gatehouse, 'twin@portals.test', { portal: 'twin' });
  await gatehouse.drain();
  expect(lastMailTo(gatehouse, 'twin@portals.test').subject).toBe('Verify your email address for twin portal');
  expect((await developers('twin@portals.test')).map(({ email_verified_at }) => email_verified_at !== null).sort()).toEqual([
    false,
    true,
  ]);
});

test('R67: no line of the log holds an address, a name, a token or a link', () => {
  const secrets = gatehouse.inbox.mails.map(findToken).filter((token) => token !== null);
  expect(gatehouse.logs.filter((line) => /@|Lovelace|verify-email|https?:\/\//.test(line))).toEqual([]);
  expect(gatehouse.logs.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
});
