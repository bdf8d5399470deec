import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { LONGEST_REPORT } from '../../domain/mail-events/sender.ts';
import { LONGEST_BATCH, MOST_EVENTS } from '../../domain/mail-events/sendgrid.ts';
import { mailIdOf } from '../../domain/mail-states/mail-id.ts';
import { LONGEST_DETAIL } from '../../domain/mail-states/note-reports.ts';
import { REPORTS_AT_ONCE } from '../../domain/mail-states/take-reports.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import {
  clearMailState,
  complain,
  mailgunBody,
  mailgunFailure,
  mailStateOf,
  post,
  postmarkHeaders,
  SENDERS,
  seconds,
  sendgridHeaders,
  sendgridKeys,
  stateOf,
} from '../kit/mail-reports.ts';
import { succeed } from '../kit/mutate.ts';
import { approvedPerson, lastMailTo } from '../kit/people.ts';
import { countStatements } from '../kit/statements.ts';

const gatehouse = await startInstallation(SENDERS);
const admin = await openDemoPortal(gatehouse);
const HOUR_MS = 3_600_000;

async function mailedPerson(name: string) {
  const person = await approvedPerson(gatehouse, `${name}@senders.test`, admin);
  const mail = lastMailTo(gatehouse, person.email);
  return { ...person, messageId: mail.messageId, mail };
}

const now = Date.now().toString(16).padStart(12, '0');
/** Of a job of now. */
const jobId = `${now.slice(0, 8)}-${now.slice(8)}-7000-8000-000000000001`;

/** All that a report could write. */
async function written() {
  const [row] = await gatehouse.sql(
    "SELECT (SELECT count(*)::int FROM mail_states) AS states, (SELECT count(*)::int FROM events WHERE type LIKE 'mail-state%') AS events",
  );
  return row;
}

const deferred = (status: string) => ['DEFERRED', status];
const bounced = (status: string) => ['BOUNCED', status];

test.each([
  ...['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1'].map(bounced),
  ...['5.1.7', '5.1.8', '5.1.9', '5.2.2', '5.7.1', '5.4.4', '4.2.2', '4.4.7'].map(deferred),
])('an address is %s after a failure with %s', async (state, status) => {
  const { id, email, messageId } = await mailedPerson(`code-${status.replaceAll('.', '-')}`);
  expect(await post(gatehouse, 'mailgun', mailgunBody(mailgunFailure({ messageId, recipient: email, status })))).toBe(200);
  expect(await stateOf(gatehouse, id, admin)).toBe(state);
});

test('Mailgun reports bounces, delays and complaints, each once, and what the server said without addresses', async () => {
  const { id, email, messageId } = await mailedPerson('mailgun');
  const about = { messageId, recipient: email };
  const delay = mailgunBody(mailgunFailure({ ...about, isHard: false, text: 'Come back later' }));
  const failure = mailgunBody(mailgunFailure({ ...about, text: `5.1.1 <${email}> does not exist` }));
  for (const [body, state, detail] of [
    [delay, 'DEFERRED', 'Come back later'],
    [failure, 'BOUNCED', '5.1.1 <address> does not exist'],
    [delay, 'BOUNCED', '5.1.1 <address> does not exist'],
  ] as const) {
    expect(await post(gatehouse, 'mailgun', body)).toBe(200);
    const before = await written();
    expect(await post(gatehouse, 'mailgun', body)).toBe(200);
    expect(await written()).toEqual(before);
    expect(await mailStateOf(gatehouse, id, admin)).toMatchObject({ state, detail });
  }
  await complain(gatehouse, email);
  expect(await mailStateOf(gatehouse, id, admin)).toMatchObject({ state: 'COMPLAINED', detail: null });
});

test('what the server said is kept up to a bound, on one line', async () => {
  const { id, email, messageId } = await mailedPerson('talks');
  const text = `5.1.1\r\n${'y'.repeat(LONGEST_DETAIL)}`;
  await post(gatehouse, 'mailgun', mailgunBody(mailgunFailure({ messageId, recipient: email, text })));
  expect((await mailStateOf(gatehouse, id, admin)).detail).toBe(`5.1.1 ${'y'.repeat(LONGEST_DETAIL - 6)}`);
});

test('SendGrid reports many events at once, by the id that each email carries for it', async () => {
  const [ada, bob, eve] = [await mailedPerson('sg-ada'), await mailedPerson('sg-bob'), await mailedPerson('sg-eve')];
  const idOf = ({ mail }: typeof ada) => JSON.parse(String(mail.parsed.headers.get('x-smtpapi'))).unique_args['mail-id'];
  expect(ada.messageId).toBe(`<${idOf(ada)}@gatehouse.test>`);
  const about = (person: typeof ada) => ({ email: person.email, 'mail-id': idOf(person), timestamp: 1, sg_event_id: 'x' });
  const body = JSON.stringify([
    { ...about(ada), event: 'bounce', type: 'bounce', status: '5.1.1', reason: '550 5.1.1 no such user' },
    { ...about(bob), event: 'bounce', type: 'blocked', reason: 'Blocked for now' },
    { ...about(eve), event: 'spamreport' },
    { event: 'open', email: ada.email },
    { event: 'processed' },
    'x',
  ]);
  expect(await post(gatehouse, 'sendgrid', body, sendgridHeaders(body))).toBe(200);
  expect(await Promise.all([ada, bob, eve].map(({ id }) => stateOf(gatehouse, id, admin)))).toEqual([
    'BOUNCED',
    'DEFERRED',
    'COMPLAINED',
  ]);
});

test('SendGrid can tell by the Message-ID, too; of a list that is too long, the rest is left out', async () => {
  const [ada, bob] = [await mailedPerson('long-ada'), await mailedPerson('long-bob')];
  const event = ({ email, messageId }: typeof ada) => ({ event: 'spamreport', email, 'smtp-id': messageId });
  const body = JSON.stringify([event(ada), ...Array.from({ length: MOST_EVENTS - 1 }, () => 0), event(bob)]);
  expect(await post(gatehouse, 'sendgrid', body, sendgridHeaders(body))).toBe(200);
  expect([await stateOf(gatehouse, ada.id, admin), await stateOf(gatehouse, bob.id, admin)]).toEqual(['COMPLAINED', 'OK']);
});

/** As SendGrid writes it, with all that it tells of a bounce. */
const sendgridBounce = (email: string, mailId: string, at: number) => ({
  email,
  timestamp: 1_780_000_000 + at,
  'smtp-id': `<${'m'.repeat(40)}@geopod-ismtpd-canary-0>`,
  bounce_classification: 'Invalid Address',
  event: 'bounce',
  ip: '192.0.2.17',
  'mail-id': mailId,
  reason: `550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking ${email} for typos. - gsmtp`,
  sg_event_id: Buffer.from(`event-${at}-${'e'.repeat(50)}`).toString('base64url'),
  sg_message_id: `${'g'.repeat(22)}.recvd-5f54b5d587-pf5jr-1-6564B43D-3.${at}`,
  status: '5.1.1',
  tls: 1,
  type: 'bounce',
});

test('SendGrid reports a thousand bounces of a large run in one batch', { timeout: 300_000 }, async () => {
  const people = await gatehouse.sql<{ id: string; email: string }>(`
    INSERT INTO developers (id, portal_id, email, typed_email, full_name, updated_at)
    SELECT gen_random_uuid(), portals.id, email, email, 'Ada', now()
    FROM portals, generate_series(1, 1000) AS n, concat('run-', n, '@a-company-with-a-long-name.example.test') AS email WHERE slug = 'demo'
    RETURNING id, email`);
  const events = people.map(({ id, email }, at) => {
    const mailId = mailIdOf(gatehouse.app.keys, jobId, { kind: 'DEVELOPER', id }, email);
    return sendgridBounce(email, mailId, at);
  });
  const body = JSON.stringify(events);
  expect(body.length).toBeGreaterThan(LONGEST_REPORT);
  // A batch of SendGrid has at most 768 kilobytes.
  expect(LONGEST_BATCH).toBeGreaterThan(768 * 1024);
  expect((768 * 1024) / (body.length / events.length)).toBeLessThan(MOST_EVENTS);
  const notes = countStatements(/INTO mail_states/);
  expect(await post(gatehouse, 'sendgrid', body, sendgridHeaders(body))).toBe(200);
  expect(notes.count()).toBe(1_000 / REPORTS_AT_ONCE);
  expect(await bouncedOfRun()).toEqual({ marked: 1_000, events: 1_000 });
});

const bouncedOfRun = async () => {
  const [row] = await gatehouse.sql<{ marked: number; events: number }>(
    `SELECT count(*)::int AS marked, (SELECT count(*)::int FROM events JOIN developers ON subject_id = developers.id
       WHERE type = 'mail-state.changed' AND data->>'state' = 'BOUNCED' AND email LIKE 'run-%') AS events
     FROM mail_states JOIN developers USING (id) WHERE email LIKE 'run-%' AND state = 'BOUNCED'`,
  );
  return row;
};

const bouncesOfRun = async () => {
  const people = await gatehouse.sql<{ id: string; email: string }>(
    "SELECT id, email FROM developers WHERE email LIKE 'run-%' ORDER BY id",
  );
  return people.map(({ id, email }, at) =>
    sendgridBounce(email, mailIdOf(gatehouse.app.keys, jobId, { kind: 'DEVELOPER', id }, email), at),
  );
};
const forgetRun = async () =>
  await gatehouse.sql("DELETE FROM mail_states WHERE developer_id IN (SELECT id FROM developers WHERE email LIKE 'run-%')");

test('somebody who is locked holds up one part of a batch; the next try notes what is left', { timeout: 60_000 }, async () => {
  await forgetRun();
  const body = JSON.stringify(await bouncesOfRun());
  const send = async () => await post(gatehouse, 'sendgrid', body, sendgridHeaders(body));
  const lock =
    "SELECT FROM developers WHERE id = (SELECT min(id::text)::uuid FROM developers WHERE email LIKE 'run-%') FOR UPDATE";
  // Longer than a statement may wait.
  const answer = await whileHeld(gatehouse.databaseUrl, lock, send, (client) => client.query('SELECT pg_sleep(8)'));
  expect(answer).toBe(500);
  expect(await bouncedOfRun()).toMatchObject({ marked: 1_000 - REPORTS_AT_ONCE });
  expect(await send()).toBe(200);
  expect(await bouncedOfRun()).toMatchObject({ marked: 1_000 });
});

test('reports about two emails that come again and again change nothing more', async () => {
  const { id, email } = await mailedPerson('two-emails');
  const report = async (job: string) => {
    const messageId = mailIdOf(gatehouse.app.keys, job, { kind: 'DEVELOPER', id }, email);
    return await post(gatehouse, 'mailgun', mailgunBody(mailgunFailure({ messageId, recipient: email, status: '4.2.2' })));
  };
  const [older, newer] = [jobId, jobId.replace(/1$/, '2')];
  for (const job of [older, newer]) expect(await report(job)).toBe(200);
  const row = async () => await gatehouse.sql('SELECT * FROM mail_states WHERE id = $1', [id]);
  const before = await row();
  for (const job of [older, newer, older]) expect(await report(job)).toBe(200);
  expect(await row()).toEqual(before);
});

test('batches about the same people at the same moment, in other orders, all count, and each person has one event', async () => {
  await forgetRun();
  const before = await bouncedOfRun();
  const bounces = await bouncesOfRun();
  const batches = [bounces, bounces.toReversed(), bounces, bounces.toReversed()].map((events) => JSON.stringify(events));
  const answers = await Promise.all(batches.map((body) => post(gatehouse, 'sendgrid', body, sendgridHeaders(body))));
  expect(answers).toEqual([200, 200, 200, 200]);
  expect(await bouncedOfRun()).toEqual({ marked: 1_000, events: Number(before?.events) + 1_000 });
});

test('of several reports about one person in a batch, each counts', async () => {
  const { id, email, messageId } = await mailedPerson('again');
  const about = (more: object) => ({ email, 'mail-id': messageId.replace(/[<>]|@.*/g, ''), ...more });
  const body = JSON.stringify([
    about({ event: 'deferred', response: '451 4.7.1 later' }),
    about({ event: 'bounce', type: 'bounce', status: '5.1.1' }),
    about({ event: 'spamreport' }),
    about({ event: 'deferred', response: '451 4.7.1 later' }),
  ]);
  expect(await post(gatehouse, 'sendgrid', body, sendgridHeaders(body))).toBe(200);
  expect(await stateOf(gatehouse, id, admin)).toBe('COMPLAINED');
  const events = await gatehouse.sql<{ state: string }>(
    "SELECT data->>'state' AS state FROM events WHERE subject_id = $1 AND type LIKE 'mail-state%' ORDER BY id",
    [id],
  );
  expect(events.map(({ state }) => state)).toEqual(['DEFERRED', 'BOUNCED', 'COMPLAINED']);
});

test('Postmark reports by the metadata that each email carries for it', async () => {
  const { id, email, messageId, mail } = await mailedPerson('postmark');
  const mailId = String(mail.parsed.headers.get('x-pm-metadata-mail-id'));
  expect([messageId, mailId.length <= 80]).toEqual([`<${mailId}@gatehouse.test>`, true]);
  const event = { RecordType: 'Bounce', Email: email, MessageID: 'theirs', Metadata: { 'mail-id': mailId } };
  const states: string[] = [];
  for (const more of [
    { Type: 'AutoResponder', Details: 'I am on holiday' },
    { Type: 'Transient', Details: 'smtp;451 4.7.1 greylisted' },
    { Type: 'HardBounce', Details: 'smtp;550 5.1.1 no such user' },
    { RecordType: 'SpamComplaint', Type: 'SpamComplaint' },
  ]) {
    expect(await post(gatehouse, 'postmark', { ...event, ...more }, postmarkHeaders())).toBe(200);
    states.push(await stateOf(gatehouse, id, admin));
  }
  expect(states).toEqual(['OK', 'DEFERRED', 'BOUNCED', 'COMPLAINED']);
});

test('R180: a report that its sender did not sign is answered with 401, changes nothing, and has one line in the log', async () => {
  const { id, email, messageId } = await mailedPerson('forged');
  const failure = mailgunFailure({ messageId, recipient: email, status: '5.1.1' });
  const events = JSON.stringify([{ event: 'spamreport', email, 'smtp-id': messageId }]);
  const bounce = { RecordType: 'Bounce', Type: 'HardBounce', Email: email, Metadata: { 'mail-id': messageId } };
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const [old, ahead] = [seconds(Date.now() - 25 * HOUR_MS), seconds(Date.now() + HOUR_MS)];
  const before = [await written(), gatehouse.logs.length];
  const answers = await Promise.all([
    post(gatehouse, 'mailgun', { 'event-data': failure }),
    post(gatehouse, 'mailgun', mailgunBody(failure, { key: 'another-key-of-strangers' })),
    post(gatehouse, 'mailgun', mailgunBody(failure, { timestamp: old })),
    post(gatehouse, 'mailgun', mailgunBody(failure, { timestamp: ahead })),
    post(gatehouse, 'mailgun', mailgunBody(failure, { timestamp: 'now' })),
    post(gatehouse, 'sendgrid', events),
    post(gatehouse, 'sendgrid', events, sendgridHeaders(events, { key: stranger })),
    post(gatehouse, 'sendgrid', events, sendgridHeaders(`${events} `)),
    post(gatehouse, 'sendgrid', events, sendgridHeaders(events, { timestamp: old, key: sendgridKeys.privateKey })),
    post(gatehouse, 'postmark', bounce),
    post(gatehouse, 'postmark', bounce, postmarkHeaders('a wrong password')),
    post(gatehouse, 'postmark', bounce, { authorization: 'Bearer x' }),
  ]);
  expect(answers).toEqual(Array.from({ length: 12 }, () => 401));
  expect([await stateOf(gatehouse, id, admin), await written()]).toEqual(['OK', before[0]]);
  const lines = gatehouse.logs.slice(Number(before[1])).filter((line) => line.includes('a report about emails was refused'));
  // One of each sender in a minute.
  expect(lines).toHaveLength(3);
  expect(lines.join()).not.toContain(email);
});

test('R180: a signed report about another email, another address or of another key of ours changes nothing', async () => {
  const [ada, bob] = [await mailedPerson('b1-ada'), await mailedPerson('b1-bob')];
  const changed = ada.messageId.replace(/.(?=@)/, (last) => (last === 'A' ? 'B' : 'A'));
  const before = await written();
  for (const [messageId, recipient] of [
    ['<unknown@elsewhere.test>', ada.email],
    [`<${ada.messageId.slice(1, 37)}@gatehouse.test>`, ada.email],
    [changed, ada.email],
    [ada.messageId, bob.email],
    [ada.messageId, 'stranger@senders.test'],
    [ada.messageId, 'no address'],
    ['', ada.email],
  ] as const) {
    expect(await post(gatehouse, 'mailgun', mailgunBody(mailgunFailure({ messageId, recipient, status: '5.1.1' })))).toBe(200);
  }
  expect(await written()).toEqual(before);
  // The address of the report may be written as the person types it.
  const recipient = ada.email.toUpperCase();
  await post(gatehouse, 'mailgun', mailgunBody(mailgunFailure({ messageId: ada.messageId, recipient, status: '5.1.1' })));
  expect(await stateOf(gatehouse, ada.id, admin)).toBe('BOUNCED');
  await succeed(clearMailState(gatehouse, [ada.id], admin));
});

test('what is no report is refused: too large, not JSON, or of no sender', async () => {
  const { email, messageId } = await mailedPerson('bad');
  const failure = mailgunFailure({ messageId, recipient: email });
  const length = (padding: number) => JSON.stringify(mailgunBody({ ...failure, padding: 'x'.repeat(padding) })).length;
  const fitting = LONGEST_REPORT - length(0);
  const statuses = [
    await post(gatehouse, 'mailgun', mailgunBody({ ...failure, padding: 'x'.repeat(fitting) })),
    await post(gatehouse, 'mailgun', mailgunBody({ ...failure, padding: 'x'.repeat(fitting + 1) })),
    await post(gatehouse, 'mailgun', 'x'.repeat(10 * 1024 * 1024)),
    await post(gatehouse, 'sendgrid', 'x'.repeat(LONGEST_BATCH)),
    await post(gatehouse, 'sendgrid', 'x'.repeat(LONGEST_BATCH + 1)),
    await post(gatehouse, 'mailgun', '{"'),
    await post(gatehouse, 'mailgun', '[]'),
    await post(gatehouse, 'sendgrid', '{}', sendgridHeaders('{}')),
    await post(gatehouse, 'postmark', '[1]', postmarkHeaders()),
    await post(gatehouse, 'nobody', '{}'),
  ];
  expect(statuses).toEqual([200, 413, 413, 401, 413, 400, 401, 400, 200, 404]);
});

test('a sender without a setting is answered as an address that is not there', async () => {
  const plain = await startInstallation();
  const statuses = await Promise.all(['ses', 'postmark', 'mailgun', 'sendgrid'].map((name) => post(plain, name, '{}')));
  expect(statuses).toEqual([404, 404, 404, 404]);
  const get = await fetch(`${gatehouse.url}/mail-events/mailgun`);
  expect(get.status).toBe(404);
});
