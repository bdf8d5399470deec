import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerAtPortal } from '../../domain/developers/answer-at-portal.ts';
import { readPayload } from '../../domain/jobs/payload.ts';
import { boundsOf, type StrangerMail } from '../../domain/mail-allowance/bounds.ts';
import { addAdmin, openDemoPortal } from '../kit/admins.ts';
import { comparable } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { loggedInPerson, mailsTo, PASSWORD, registeredPerson, signUp, subjectsTo } from '../kit/people.ts';
import { comeIn, connect } from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({
  TRUSTED_PROXIES: '1',
  // Clients are counted, and none is refused for the number of its acts.
  CLIENT_LIMIT: '100000/1m',
  SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host,
});
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);
const [{ id: portalId } = { id: '' }] = await gatehouse.sql<{ id: string }>("SELECT id FROM portals WHERE slug = 'demo'");

const OWNER = '192.0.2.1';
/** Each its own client. */
const stranger = (at: number) => `198.51.${100 + Math.floor(at / 250)}.${1 + (at % 250)}`;

let count = 0;
const fresh = () => `vera${++count}@corp.test`;

const ask = async (act: string, input: object, address: string, token?: string): Promise<string> => {
  const type = `${act[0]?.toUpperCase()}${act.slice(1)}Input`;
  const document = `mutation($input: ${type}!) { ${act}(input: $input) { __typename } }`;
  const answer = await gatehouse.graphql(document, { input }, { token, headers: { 'x-forwarded-for': address } });
  return comparable(answer).body;
};

const signUpFrom = (email: string, address: string) => ask('signUp', { portal: 'demo', email, fullName: 'Vera' }, address);

const mailed = async (email: string): Promise<number> => {
  await gatehouse.drain();
  return mailsTo(gatehouse, email).length;
};

/** Lets time pass for what was counted. */
const pass = (time: string) =>
  gatehouse.sql(
    `UPDATE mail_bounds SET sent_at = (SELECT array_agg(at - interval '${time}') FROM unnest(sent_at) AS at),
     expires_at = expires_at - interval '${time}'`,
  );

/** Has so many mails go to a mailbox, each for another asker, as if they had been sent 20 minutes ago. */
const usedUp = (kind: StrangerMail, email: string, times: number) =>
  gatehouse.sql(
    `INSERT INTO mail_bounds (key, sent_at, sent_for, expires_at)
     SELECT $1, array_agg(now() - interval '20 minutes'), array_agg('somebody-' || n), now() + interval '1 day' FROM generate_series(1, $2) n`,
    [`${kind}:${boundsOf(gatehouse.app, kind === 'ADMIN_RESET' ? null : portalId, email, { ip: OWNER }).mailbox}`, times],
  );

beforeEach(async () => {
  await gatehouse.drain();
  // Those that wait for another attempt, too: a test here makes all jobs due.
  await gatehouse.sql('DELETE FROM jobs');
  await gatehouse.sql('DELETE FROM mail_bounds');
});
afterEach(() => {
  gatehouse.inbox.behaviour.refuseMail = undefined;
});

const reset = async (email: string, address: string) => await ask('requestPasswordReset', { portal: 'demo', email }, address);

/** Each kind of mail that a stranger at an address causes: who gets it, and by which act. */
const kinds: [
  StrangerMail,
  string,
  (email: string) => Promise<unknown>,
  (email: string, address: string) => Promise<string>,
][] = [
  ['VERIFICATION', 'a sign-up', async () => undefined, signUpFrom],
  [
    'VERIFICATION',
    'another verification mail',
    (email) => signUp(gatehouse, email),
    (email, address) => ask('resendVerification', { portal: 'demo', email }, address),
  ],
  ['STATUS', 'a sign-up of who is registered', (email) => registeredPerson(gatehouse, email), signUpFrom],
  [
    'REGISTRATION',
    'a link to the own registration',
    (email) => registeredPerson(gatehouse, email),
    (email, address) => ask('requestRegistrationLink', { portal: 'demo', email }, address),
  ],
  ['RESET', 'a forgotten password', (email) => registeredPerson(gatehouse, email), reset],
  [
    'ADMIN_RESET',
    'a forgotten password of an admin',
    (email) => addAdmin(gatehouse, email, 'VIEWER', null),
    (email, address) => ask('adminRequestPasswordReset', { email }, address),
  ],
];

test.each(kinds)('S7: %s by %s: what strangers asked for leaves the owner her own mail', async (kind, _, prepare, act) => {
  const email = fresh();
  await prepare(email);
  await gatehouse.drain();
  await gatehouse.sql('DELETE FROM mail_bounds');
  const before = await mailed(email);
  const answers = new Set<string>();
  // One stranger: three in a minute, ten in an hour.
  for (let minute = 0; minute < 5; minute++) {
    for (let time = 0; time < 4; time++) answers.add(await act(email, stranger(0)));
    await gatehouse.drain();
    await pass('61 seconds');
  }
  expect((await mailed(email)) - before).toBe(10);
  answers.add(await act(email, OWNER));
  expect((await mailed(email)) - before).toBe(11);
  // Many of them: the allowance of all is used up, and a first mail still goes out; a second waits until there is room again.
  await gatehouse.sql('DELETE FROM mail_bounds');
  await usedUp(kind, email, 20);
  answers.add(await act(email, OWNER));
  answers.add(await act(email, OWNER));
  expect((await mailed(email)) - before).toBe(12);
  await pass('41 minutes');
  answers.add(await act(email, OWNER));
  expect((await mailed(email)) - before).toBe(13);
  // Sixty strangers in an hour are the end of it, for an hour.
  await gatehouse.sql('DELETE FROM mail_bounds');
  await usedUp(kind, email, 60);
  answers.add(await act(email, OWNER));
  expect((await mailed(email)) - before).toBe(13);
  expect(answers.size).toBe(1);
});

test('S7: a change of address: what another developer asked for leaves the owner of the address her own mail', async () => {
  const email = fresh();
  const vera = await loggedInPerson(gatehouse, fresh(), admin);
  const mallory = await loggedInPerson(gatehouse, fresh(), admin);
  // Both at one address: who asks is the developer.
  const act = (token: string) => ask('requestEmailChange', { portal: 'demo', email, password: PASSWORD }, OWNER, token);
  const answers = new Set<string>();
  for (let time = 0; time < 4; time++) answers.add(await act(mallory.token));
  expect(await mailed(email)).toBe(3);
  answers.add(await act(vera.token));
  expect(await mailed(email)).toBe(4);
  await gatehouse.sql('DELETE FROM mail_bounds');
  await usedUp('EMAIL_CHANGE', email, 20);
  for (let time = 0; time < 2; time++) answers.add(await act(vera.token));
  expect(await mailed(email)).toBe(5);
  expect(answers.size).toBe(1);
  // What is not mailed is no link either.
  expect(await gatehouse.sql('SELECT 1 FROM tokens WHERE email = $1', [email])).toHaveLength(5);
});

test('S7: SSO: what another account at the provider asked for leaves the owner of the address her own mail', async () => {
  const email = fresh();
  const come = async (sub: string) => {
    issuer.behave({ person: { sub, name: 'Vera', email, email_verified: false } });
    const { end } = await comeIn(connection, {}, openBrowser());
    return end.location?.href;
  };
  const answers = new Set<string | undefined>();
  for (let time = 0; time < 4; time++) answers.add(await come('mallory'));
  expect(await mailed(email)).toBe(3);
  answers.add(await come('vera'));
  expect(await mailed(email)).toBe(4);
  await gatehouse.sql('DELETE FROM mail_bounds');
  await usedUp('SSO', email, 20);
  for (let time = 0; time < 2; time++) answers.add(await come('vera'));
  expect(await mailed(email)).toBe(5);
  expect(answers.size).toBe(1);
  expect(await gatehouse.sql('SELECT 1 FROM sso_confirmations WHERE email = $1', [email])).toHaveLength(5);
});

test('S7: strangers of one /48 are one, and those of another are others', async () => {
  const email = fresh();
  for (let time = 0; time < 5; time++) await signUpFrom(email, `2001:db8:1:${time}::1`);
  expect(await mailed(email)).toBe(3);
  await signUpFrom(email, '2001:db8:2::1');
  expect(await mailed(email)).toBe(4);
});

test('S7: of 30 requests at once from new clients, at most as many mails go out as the allowance has, in any order', async () => {
  const email = fresh();
  await usedUp('VERIFICATION', email, 50);
  await Promise.all(Array.from({ length: 30 }, (_, at) => signUpFrom(email, stranger(at))));
  await Promise.all([gatehouse.drain(), gatehouse.drain(), gatehouse.drain()]);
  expect(await mailed(email)).toBe(10);
});

test.each([
  ['a tag', 'vera', (at: number) => `vera+${at}@tagged.test`],
  [
    'dots, at a provider that ignores them',
    'dots',
    (at: number) => `${'abcdefghi'.slice(0, 1 + (at % 8))}.${'abcdefghi'.slice(1 + (at % 8))}@gmail.com`,
  ],
])('S15: addresses that differ by %s are one mailbox', async (_, __, address) => {
  const emails = Array.from({ length: 250 }, (___, at) => address(at));
  const answers = await Promise.all(emails.map((email) => signUpFrom(email, OWNER)));
  expect(new Set(answers).size).toBe(1);
  const before = gatehouse.inbox.mails.length;
  await gatehouse.drain();
  expect(gatehouse.inbox.mails.length - before).toBe(3);
  // What was not mailed is not registered.
  const registered = await gatehouse.sql('SELECT 1 FROM developers WHERE email = ANY($1)', [emails]);
  expect(registered.length).toBeLessThanOrEqual(3);
});

test('S15: one client causes a hundred mails in ten minutes, whatever the mailboxes; others are unaffected', async () => {
  const from = (at: number) => `2001:db8:77:${at.toString(16)}::1`;
  const answers = new Set<string>();
  for (let at = 0; at < 104; at++) answers.add(await signUpFrom(`crowd${at}@client.test`, from(at)));
  const registered = async () => (await gatehouse.sql("SELECT 1 FROM developers WHERE email LIKE '%@client.test'")).length;
  await gatehouse.drain();
  expect(await registered()).toBe(100);
  answers.add(await signUpFrom('other@client.test', OWNER));
  await gatehouse.drain();
  expect(await registered()).toBe(101);
  await pass('10 minutes 1 second');
  answers.add(await signUpFrom('later@client.test', from(0)));
  await gatehouse.drain();
  expect(await registered()).toBe(102);
  expect(answers.size).toBe(1);
});

test('S4: one client makes at most a thousand registrations a day; after that only registered addresses are mailed', async () => {
  const { client } = boundsOf(gatehouse.app, portalId, 'x@y.test', { ip: OWNER });
  await gatehouse.sql(
    `INSERT INTO mail_bounds (key, sent_at, expires_at)
     SELECT $1, array_agg(now() - interval '12 hours'), now() + interval '12 hours' FROM generate_series(1, 999)`,
    [`registrations:${client}`],
  );
  const [last, beyond] = [fresh(), fresh()];
  const answers = [await signUpFrom(last, OWNER)];
  await gatehouse.drain();
  answers.push(await signUpFrom(beyond, OWNER), await signUpFrom(last, OWNER));
  expect([await mailed(last), await mailed(beyond)]).toEqual([2, 0]);
  expect(new Set(answers).size).toBe(1);
  expect(await gatehouse.sql('SELECT email FROM developers WHERE email = ANY($1)', [[last, beyond]])).toEqual([
    { email: last },
  ]);
  await signUpFrom(beyond, stranger(1));
  expect(await mailed(beyond)).toBe(1);
});

test('a retry takes nothing more, and mails the same link', async () => {
  const email = fresh();
  gatehouse.inbox.behaviour.refuseMail = { code: 451, message: 'later' };
  await signUpFrom(email, OWNER);
  for (let attempt = 0; attempt < 4; attempt++) {
    await gatehouse.drain();
    await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE status = 'QUEUED'");
  }
  gatehouse.inbox.behaviour.refuseMail = undefined;
  expect(await mailed(email)).toBe(1);
  const refused = gatehouse.inbox.refused.filter(({ recipients }) => recipients.includes(email));
  expect(refused).toHaveLength(4);
  const links = [...refused, ...mailsTo(gatehouse, email)].map(({ text }) => text.match(/token=[\w-]+/)?.[0]);
  expect(new Set(links).size).toBe(1);
  const { mailbox } = boundsOf(gatehouse.app, portalId, email, { ip: OWNER });
  const taken = 'SELECT cardinality(sent_at) AS mails FROM mail_bounds WHERE key = $1';
  expect(await gatehouse.sql(taken, [`VERIFICATION:${mailbox}`])).toEqual([{ mails: 1 }]);
});

test('two workers that have the same job at once take one mail and write one link', async () => {
  const email = fresh();
  await signUpFrom(email, OWNER);
  const job = await gatehouse.app.prisma.job.findFirstOrThrow({ where: { name: 'answerStranger' } });
  const asked = readPayload(gatehouse.app, 'answerStranger', job);
  const both = await Promise.allSettled(Array.from({ length: 2 }, () => answerAtPortal(gatehouse.app, job, asked)));
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await mailed(email)).toBe(1);
  expect(subjectsTo(gatehouse, email)).toEqual(['Verify your email address for demo portal']);
});

test('nothing that counts tells an address, and nothing is left of what mailed nothing', async () => {
  await signUpFrom('secret@hidden.test', OWNER);
  await reset('unknown@hidden.test', OWNER);
  await gatehouse.drain();
  const rows = JSON.stringify(await gatehouse.sql('SELECT * FROM mail_bounds'));
  expect(rows).not.toMatch(/hidden|secret|192\.0\.2/);
  expect(await gatehouse.sql("SELECT 1 FROM jobs WHERE name = 'answerStranger'")).toEqual([]);
  await pass('25 hours');
  await gatehouse.purge();
  expect(await gatehouse.sql('SELECT 1 FROM mail_bounds')).toEqual([]);
});
