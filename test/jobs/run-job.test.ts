import { afterEach, beforeEach, expect, test } from 'vitest';
import { JobsDocument } from '../generated/operations.ts';
import { adminRequestPasswordReset, decide, openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { mailsTo, signUp, tokenIn, verifiedPerson, verifyEmail } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const second = await startInstallation({}, gatehouse);
const fresh = await startInstallation({}, gatehouse);
const { inbox } = gatehouse;
const admin = await openDemoPortal(gatehouse);

type JobRow = {
  id: string;
  name: string;
  status: string;
  attempt: number;
  payload: object;
  last_error: string | null;
  finished_at: Date | null;
  wait: number;
};

const jobs = () =>
  gatehouse.sql<JobRow>('SELECT *, extract(epoch FROM due_at - now())::float AS wait FROM jobs ORDER BY created_at, id');

const job = async () => (await jobs())[0] ?? expect.fail('there is no job');

const becomesDue = () => gatehouse.sql('UPDATE jobs SET due_at = now() WHERE finished_at IS NULL');

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM jobs');
  await gatehouse.sql('DELETE FROM mail_bounds');
  inbox.mails.length = 0;
  inbox.refused.length = 0;
});

afterEach(() => {
  inbox.behaviour.refuseConnection = undefined;
  inbox.behaviour.refuseMail = undefined;
  inbox.behaviour.refuseRecipient = undefined;
  inbox.behaviour.delay = 0;
});

test('R63: a mail that is refused for now is tried again, later each time, with the same Message-ID and the same link', async () => {
  inbox.behaviour.refuseMail = { code: 451, message: 'try again later' };
  await signUp(gatehouse, 'later@jobs.test');
  const waits = [];
  for (let attempt = 1; attempt <= 6; attempt++) {
    await gatehouse.drain();
    const row = await job();
    expect(row).toMatchObject({ status: 'QUEUED', attempt, finished_at: null, last_error: expect.stringContaining('451') });
    waits.push(row.wait);
    await becomesDue();
  }
  for (const [at, wait] of waits.entries()) {
    // Twice as long each time from 5 s, and up to half as much again.
    expect(wait).toBeGreaterThan(5 * 2 ** at - 2);
    expect(wait).toBeLessThan(5 * 2 ** at * 1.5 + 1);
  }
  inbox.behaviour.refuseMail = undefined;
  await gatehouse.drain();
  expect(await job()).toMatchObject({ status: 'DONE', attempt: 7, last_error: null });
  const all = [...inbox.refused, ...inbox.mails];
  expect([all.length, new Set(all.map(({ messageId }) => messageId)).size, new Set(all.map(tokenIn)).size]).toEqual([7, 1, 1]);
  expect(await verifyEmail(gatehouse, tokenIn(inbox.mails[0]))).toMatchObject({ __typename: 'VerifyEmailSuccess' });
});

test('R63: it is tried for 24 hours at least, hourly in the end, and then is FAILED', async () => {
  inbox.behaviour.refuseRecipient = { code: 450, message: 'mailbox busy' };
  await signUp(gatehouse, 'day@jobs.test');
  let seconds = 0;
  let attempts = 0;
  for (let row = await job(); row.status === 'QUEUED' && attempts < 60; row = await job()) {
    await becomesDue();
    await gatehouse.drain();
    attempts++;
    const { wait, status } = await job();
    if (status === 'QUEUED') seconds += wait;
    expect(wait).toBeLessThan(1.5 * 3_600 + 1);
  }
  expect(seconds).toBeGreaterThan(24 * 3_600);
  expect(await job()).toMatchObject({ status: 'FAILED', attempt: attempts, last_error: expect.stringContaining('450') });
});

test.each([
  ['the recipient', () => (inbox.behaviour.refuseRecipient = { code: 550, message: 'no such user <nobody@jobs.test>' })],
  ['the mail', () => (inbox.behaviour.refuseMail = { code: 554, message: 'looks like spam' })],
])(
  'R63: a mail server that refuses %s for good makes the job FAILED at once; admins see why and can retry',
  async (_, refuse) => {
    refuse();
    await signUp(gatehouse, 'nobody@jobs.test');
    await gatehouse.drain();
    const row = await job();
    expect(row).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      finished_at: expect.any(Date),
      last_error: expect.stringContaining('55'),
    });
    expect(row.last_error).not.toContain('@');

    const { data } = await gatehouse.graphql(JobsDocument, { filter: { status: ['FAILED'] } }, { token: admin });
    expect(data.jobs?.edges.map(({ node }) => node)).toEqual([
      {
        id: row.id,
        name: 'sendVerificationEmail',
        status: 'FAILED',
        attempt: 1,
        lastError: row.last_error,
        finishedAt: row.finished_at?.toISOString(),
        portal: { slug: 'demo' },
        developer: { email: 'nobody@jobs.test' },
      },
    ]);

    inbox.behaviour.refuseRecipient = undefined;
    inbox.behaviour.refuseMail = undefined;
    const RETRY = `mutation($ids: [ID!]!) { retryJobs(input: { ids: $ids }) { __typename
    ... on RetryJobsSuccess { jobs { id status attempt lastError } } } }`;
    const retried = await gatehouse.graphql(RETRY, { ids: [row.id, 'no id', row.id] }, { token: admin });
    expect(retried.data).toEqual({
      retryJobs: { __typename: 'RetryJobsSuccess', jobs: [{ id: row.id, status: 'QUEUED', attempt: 0, lastError: null }] },
    });
    await gatehouse.drain();
    expect(await job()).toMatchObject({ status: 'DONE', attempt: 1 });
    expect(mailsTo(gatehouse, 'nobody@jobs.test')).toHaveLength(1);
    // What is done is not done again.
    const again = await gatehouse.graphql(RETRY, { ids: [row.id] }, { token: admin });
    expect(again.data).toEqual({ retryJobs: { __typename: 'RetryJobsSuccess', jobs: [] } });
  },
);

test('R63: a mail server that lets nobody in is a fault of the configuration: tried again', async () => {
  inbox.behaviour.refuseConnection = { code: 554, message: 'go away' };
  await signUp(gatehouse, 'greeting@jobs.test');
  // One that holds no connection yet.
  await fresh.drain();
  expect(await job()).toMatchObject({ status: 'QUEUED', attempt: 1, last_error: expect.stringContaining('554') });
  const alarm = present(fresh.logs.findLast((text) => text.includes('failed until somebody mends the configuration')));
  expect(JSON.parse(alarm)).toMatchObject({ level: 50, reason: expect.stringContaining('554'), job: 'sendVerificationEmail' });
  inbox.behaviour.refuseConnection = undefined;
  await becomesDue();
  await gatehouse.drain();
  expect(await job()).toMatchObject({ status: 'DONE', attempt: 2 });
});

test('R63: a mail that cannot be delivered blocks no other', async () => {
  inbox.behaviour.refuseRecipient = { code: 450, message: 'mailbox busy', only: 'bad@jobs.test' };
  const emails = ['bad@jobs.test', ...Array.from({ length: 10 }, (_, at) => `good-${at}@jobs.test`)];
  for (const email of emails) await signUp(gatehouse, email);
  await gatehouse.drain();
  expect(inbox.mails.flatMap(({ recipients }) => recipients).sort()).toEqual(emails.slice(1).sort());
  expect((await jobs()).map(({ status }) => status).sort()).toEqual([...emails.slice(1).map(() => 'DONE'), 'QUEUED']);
});

test('R68: a row that no handler understands, and one that makes no sense, fail alone and show why', async () => {
  await gatehouse.sql(`INSERT INTO jobs (id, queue, name, payload, portal_id)
    SELECT gen_random_uuid(), 'MAILS', poison.name, payload::jsonb, p.id FROM portals p, (VALUES
      ('sendNoSuchEmail', '{}'), ('constructor', '{}'), ('sendVerificationEmail', '{"tokenId":"no id"}'), ('sendApprovedEmail', 'null')
    ) AS poison(name, payload) WHERE p.slug = 'demo'`);
  await signUp(gatehouse, 'beside@jobs.test');
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'beside@jobs.test')).toHaveLength(1);
  const poison = (await jobs()).filter(({ status }) => status !== 'DONE');
  expect(poison.map(({ status, last_error }) => [status, typeof last_error])).toEqual(poison.map(() => ['QUEUED', 'string']));
  expect(poison).toHaveLength(4);
});

test('R61: a job whose workers died with it 35 times is FAILED and not tried again', async () => {
  await signUp(gatehouse, 'killer@jobs.test');
  await gatehouse.sql("UPDATE jobs SET status = 'RUNNING', attempt = 35, due_at = now() - interval '1 second'");
  await gatehouse.drain();
  expect(await job()).toMatchObject({
    status: 'FAILED',
    attempt: 36,
    last_error: 'The workers that tried it did not come back.',
  });
  expect(inbox.mails).toHaveLength(0);
});

test('R61: a job that a dead worker held is taken again when its lease ends, and not before', async () => {
  await signUp(gatehouse, 'lease@jobs.test');
  await gatehouse.sql("UPDATE jobs SET status = 'RUNNING', attempt = 1, due_at = now() + interval '1 second'");
  await gatehouse.drain();
  expect(inbox.mails).toHaveLength(0);
  await becomesDue();
  await gatehouse.drain();
  expect(await job()).toMatchObject({ status: 'DONE', attempt: 2 });
  expect(inbox.mails).toHaveLength(1);
});

test('a worker whose lease ended cannot finish what another one took', async () => {
  for (const refuseMail of [undefined, { code: 451, message: 'later' }, { code: 554, message: 'never' }]) {
    await gatehouse.sql('DELETE FROM jobs');
    inbox.behaviour.refuseMail = refuseMail;
    inbox.behaviour.delay = 150;
    await signUp(gatehouse, 'fenced@jobs.test');
    const slow = gatehouse.drain();
    while ((await job()).status !== 'RUNNING') await new Promise((resolve) => setTimeout(resolve, 5));
    const lease = await job();
    expect(lease.wait).toBeGreaterThan(55);
    await gatehouse.sql("UPDATE jobs SET attempt = attempt + 1, due_at = now() + interval '60 seconds'");
    await slow;
    expect(await job()).toMatchObject({ status: 'RUNNING', attempt: lease.attempt + 1, finished_at: null, last_error: null });
  }
});

test('R60: however many workers look at once, each mail is sent once', async () => {
  const emails = Array.from({ length: 30 }, (_, at) => `many-${at}@jobs.test`);
  for (const email of emails) await signUp(gatehouse, email);
  await Promise.all([gatehouse.drain(), second.drain(), gatehouse.drain(), second.drain()]);
  expect(inbox.mails.flatMap(({ recipients }) => recipients).sort()).toEqual(emails.sort());
  expect((await jobs()).map(({ attempt }) => attempt)).toEqual(emails.map(() => 1));
});

test('a decision never waits behind mail', async () => {
  await signUp(gatehouse, 'slow@jobs.test');
  await gatehouse.drain();
  inbox.behaviour.delay = 1_000;
  const stop = await gatehouse.startWorker();
  try {
    await gatehouse.sql(`INSERT INTO jobs (id, queue, name, payload, portal_id)
      SELECT gen_random_uuid(), 'MAILS', name, payload, portal_id FROM jobs, generate_series(1, 12) WHERE queue = 'MAILS'`);
    await gatehouse.sql(
      "INSERT INTO jobs (id, queue, name, payload, portal_id) SELECT gen_random_uuid(), 'APPROVALS', 'evaluatePending', jsonb_build_object('portalId', id), id FROM portals WHERE slug = 'demo'",
    );
    const waiting = "SELECT 1 FROM jobs WHERE queue = 'APPROVALS' AND status <> 'DONE'";
    inbox.behaviour.delay = 100;
    await gatehouse.drain();
    expect(await gatehouse.sql(waiting)).toEqual([]);
  } finally {
    await stop();
  }
});

test('R8: a payload holds ids, and the language of the request, and nothing else', async () => {
  await signUp(gatehouse, 'payload@jobs.test', { fullName: 'Payload Person' });
  await gatehouse.drain();
  await verifyEmail(gatehouse, tokenIn(mailsTo(gatehouse, 'payload@jobs.test')[0]));
  await gatehouse.drain();
  const { id } = await verifiedPerson(gatehouse, 'other@jobs.test');
  await decide(gatehouse, 'reject', [id], admin, { reason: 'a reason', note: 'a note' });
  await signUp(gatehouse, 'other@jobs.test');
  await gatehouse.drain();
  const rows = await jobs();
  expect(new Set(rows.map(({ name }) => name)).size).toBeGreaterThan(4);
  const uuid = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
  for (const { payload: whole } of rows) {
    const { locale = null, ...payload } = whole as { locale?: string | null };
    expect(locale).toBe(null);
    for (const [key, value] of Object.entries(payload))
      expect([key, value]).toEqual([expect.stringMatching(/Id$/), value && expect.stringMatching(uuid)]);
  }
});

test('jobs are listed with filters and a page at a time', async () => {
  for (let at = 0; at < 5; at++) await signUp(gatehouse, `page-${at}@jobs.test`);
  const ask = async (args: string) => {
    const { data, errors } = await gatehouse.graphql<{
      jobs: { totalCount: number; edges: { cursor: string; node: { id: string } }[] } | null;
    }>(`{ jobs${args} { totalCount edges { cursor node { id } } } }`, {}, { token: admin });
    return {
      ids: data.jobs?.edges.map(({ node }) => node.id),
      cursor: data.jobs?.edges.at(-1)?.cursor,
      total: data.jobs?.totalCount,
      errors,
    };
  };
  const newestFirst = (await jobs())
    .map(({ id }) => id)
    .sort()
    .reverse();
  expect((await ask('')).ids).toEqual(newestFirst);
  const first = await ask('(first: 3)');
  expect([first.ids, first.total]).toEqual([newestFirst.slice(0, 3), 5]);
  expect((await ask(`(first: 3, after: "${first.cursor}")`)).ids).toEqual(newestFirst.slice(3));
  // Fault 3: a cursor outlives its row.
  const failed = await ask('(first: 2, filter: { status: [QUEUED] })');
  await gatehouse.sql("UPDATE jobs SET status = 'DONE', finished_at = now() WHERE id = ANY($1)", [failed.ids]);
  expect((await ask(`(first: 3, filter: { status: [QUEUED] }, after: "${failed.cursor}")`)).ids).toEqual(newestFirst.slice(2));
  await gatehouse.sql("UPDATE jobs SET status = 'QUEUED', finished_at = NULL WHERE id = ANY($1)", [failed.ids]);
  expect((await ask('(filter: { status: [DONE, FAILED] })')).ids).toEqual([]);
  expect((await ask('(filter: { name: "answerStranger", status: [QUEUED] })')).total).toBe(5);
  for (const args of ['(filter: { name: "\\u0000" })', '(first: -1)', '(after: "x")']) {
    const { errors } = await ask(args);
    expect([args, errors.map(({ extensions }) => extensions?.code)]).toEqual([args, ['INVALID_INPUT']]);
  }
});

test('an admin reads whom a job is about, and of a job about no registration that there is nobody', async () => {
  const { id } = await verifiedPerson(gatehouse, 'whom@jobs.test');
  await decide(gatehouse, 'reject', [id], admin);
  await signUp(gatehouse, 'whom@jobs.test');
  await adminRequestPasswordReset(gatehouse, ADMIN.email);
  await gatehouse.drain();
  await signUp(gatehouse, 'asks@jobs.test');
  const { data } = await gatehouse.graphql<{ jobs: { edges: { node: { name: string; developer: object | null } }[] } | null }>(
    '{ jobs { edges { node { name developer { id email } } } } }',
    {},
    { token: admin },
  );
  const whom = { id, email: 'whom@jobs.test' };
  expect(Object.fromEntries(present(data.jobs).edges.map(({ node }) => [node.name, node.developer]))).toMatchObject({
    // Also after its link ended with the refusal.
    sendVerificationEmail: whom,
    evaluateApproval: whom,
    sendRejectedEmail: whom,
    sendRegistrationStatusEmail: whom,
    sendAdminPasswordResetEmail: null,
    // Whom it is about is found out when it is answered.
    answerStranger: null,
  });
});

test('a line about a job names the process once, and leads to the job, the portal and what it is about', async () => {
  inbox.behaviour.refuseMail = { code: 451, message: 'try again later' };
  await signUp(gatehouse, 'line@jobs.test');
  await gatehouse.drain();
  const { id, payload } = await job();
  const line = present(gatehouse.logs.findLast((text) => text.includes('failed, will be tried again')));
  expect(line.match(/"name":/g)).toHaveLength(1);
  const portalId = expect.any(String);
  expect(JSON.parse(line)).toMatchObject({ job: 'sendVerificationEmail', jobId: id, attempt: 1, portalId, about: payload });
});

test('R67: no line of the log holds an address, a link or a token', () => {
  expect(gatehouse.logs.length).toBeGreaterThan(10);
  // The hash of a checkpoint of the audit log is meant to be kept elsewhere.
  const lines = gatehouse.logs.map((line) => line.replace(/"hash":"[\da-f]{64}"/, ''));
  expect(lines.filter((line) => /@jobs|@gatehouse|https?:\/\/|[\w-]{43}/.test(line))).toEqual([]);
});
