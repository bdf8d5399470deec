import { beforeAll, beforeEach, expect, test } from 'vitest';
import { addAdmin, createPortal, type Decision, decide, openDemoPortal, VERBS } from '../kit/admins.ts';
import { beforeCommit, whileHeld } from '../kit/database.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  bearer,
  developerId,
  mailedToken,
  mailsTo,
  setPassword,
  signUp,
  verifiedPerson,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

type Status = 'PENDING' | 'APPROVED' | 'REJECTED' | 'REVOKED';
const statuses: Status[] = ['PENDING', 'APPROVED', 'REJECTED', 'REVOKED'];
const acts: Record<Decision, { from: Status[]; to: Status; subject: string }> = {
  approve: { from: ['PENDING'], to: 'APPROVED', subject: 'Your registration at demo portal is approved' },
  reject: { from: ['PENDING'], to: 'REJECTED', subject: 'Your registration at demo portal was rejected' },
  revoke: { from: ['APPROVED'], to: 'REVOKED', subject: 'Your access to demo portal was revoked' },
  reinstate: { from: ['REJECTED', 'REVOKED'], to: 'APPROVED', subject: 'Your access to demo portal is reinstated' },
};

/** Brings a verified registration into a status, by the acts that lead there. */
const waysTo: Record<Status, Decision[]> = {
  PENDING: [],
  APPROVED: ['approve'],
  REJECTED: ['reject'],
  REVOKED: ['approve', 'revoke'],
};

async function personIn(status: Status, email: string) {
  const person = await verifiedPerson(gatehouse, email);
  for (const verb of waysTo[status]) await decide(gatehouse, verb, [person.id], admin);
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
  return person;
}

const statusOf = async (id: string) => {
  const [row] = await gatehouse.sql<{ status: Status }>('SELECT status FROM developers WHERE id = $1', [id]);
  return row?.status;
};

const decisionsOf = (id: string) =>
  gatehouse.sql<{ from: Status; to: Status; by: string; reason: string | null; note: string | null; admin_id: string | null }>(
    'SELECT "from", "to", by, reason, note, admin_id FROM decisions WHERE developer_id = $1 ORDER BY id',
    [id],
  );

beforeEach(async () => {
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
});

test.each(
  statuses.flatMap((from) =>
    VERBS.map((verb) => [verb, from, acts[verb].from.includes(from) ? 'done' : 'a conflict'] as const),
  ),
)('%s from %s is %s', async (verb, from, outcome) => {
  const email = `${verb}-${from}@matrix.test`.toLowerCase();
  const { id } = await personIn(from, email);
  const before = await decisionsOf(id);
  const { results } = await succeed(decide(gatehouse, verb, [id], admin, { reason: 'as agreed' }));
  await gatehouse.drain();
  const mails = mailsTo(gatehouse, email);
  if (outcome === 'done') {
    const { to, subject } = acts[verb];
    expect(results).toEqual([{ id, developer: { status: to }, error: null }]);
    expect(await statusOf(id)).toBe(to);
    expect(await decisionsOf(id)).toEqual([
      ...before,
      { from, to, by: 'ADMIN', reason: 'as agreed', note: null, admin_id: expect.any(String) },
    ]);
    expect(mails.map((mail) => [mail.subject, mail.text.includes('as agreed')])).toEqual([[subject, true]]);
  } else {
    const error = { __typename: 'Conflict', message: expect.stringContaining(from), status: from };
    // A2: whose error it is.
    expect(results).toEqual([{ id, developer: { status: from }, error }]);
    expect(await statusOf(id)).toBe(from);
    expect(await decisionsOf(id)).toEqual(before);
    expect(mails).toHaveLength(0);
  }
});

test('R32: nobody can decide about an address that is not verified', async () => {
  await signUp(gatehouse, 'unverified@decide.test');
  const token = await mailedToken(gatehouse, 'unverified@decide.test');
  const id = await developerId(gatehouse, 'unverified@decide.test');
  gatehouse.inbox.mails.length = 0;
  for (const verb of VERBS) {
    const { results } = await succeed(decide(gatehouse, verb, [id], admin));
    expect(results).toEqual([
      {
        id,
        developer: { status: 'PENDING' },
        error: { __typename: 'Conflict', status: 'PENDING', message: expect.stringContaining('not verified') },
      },
    ]);
  }
  await gatehouse.drain();
  expect([await statusOf(id), await decisionsOf(id), gatehouse.inbox.mails.length]).toEqual(['PENDING', [], 0]);
  expect(await verifyEmail(gatehouse, token)).toMatchObject({ __typename: 'VerifyEmailSuccess' });
});

test('R32, I4: when 20 admins approve and reject at once, one wins: one status, one decision, one mail; the others get the conflict', async () => {
  for (let round = 0; round < 3; round++) {
    const email = `parallel-${round}@decide.test`;
    const { id } = await personIn('PENDING', email);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        succeed(decide(gatehouse, at % 2 ? 'approve' : 'reject', [id], admin, { reason: `${at}` })),
      ),
    );
    await gatehouse.drain();
    const results = answers.map(({ results }) => results[0]);
    const winners = results.filter((result) => result?.error === null);
    const status = await statusOf(id);
    expect(winners.map((result) => result?.developer)).toEqual([{ status }]);
    const conflict = { __typename: 'Conflict', message: `The registration is ${status} now.`, status };
    expect(results.filter((result) => result?.error).map((result) => result?.error)).toEqual(
      Array.from({ length: 19 }, () => conflict),
    );
    const won = String(results.findIndex((result) => result?.error === null));
    expect(await decisionsOf(id)).toMatchObject([{ from: 'PENDING', to: status, reason: won }]);
    const subject = status === 'APPROVED' ? acts.approve.subject : acts.reject.subject;
    expect(mailsTo(gatehouse, email).map((mail) => mail.subject)).toEqual([subject]);
  }
});

test('R32: an act that another one overtakes is a conflict that names what came before', async () => {
  for (const [verb, from, sql, status] of [
    ['approve', 'PENDING', "UPDATE developers SET status = 'REJECTED' WHERE id = :id", 'REJECTED'],
    ['revoke', 'APPROVED', "UPDATE developers SET status = 'REVOKED' WHERE id = :id", 'REVOKED'],
    ['reinstate', 'REVOKED', "UPDATE developers SET status = 'APPROVED' WHERE id = :id", 'APPROVED'],
  ] as const) {
    const { id, email } = await personIn(from, `overtaken-${verb}@decide.test`);
    const before = await decisionsOf(id);
    const { results } = await succeed(beforeCommit(gatehouse.databaseUrl, sql, id, () => decide(gatehouse, verb, [id], admin)));
    expect(results).toMatchObject([{ developer: { status }, error: { __typename: 'Conflict', status } }]);
    await gatehouse.drain();
    expect([await decisionsOf(id), mailsTo(gatehouse, email).length]).toEqual([before, 0]);
  }
});

test('approve against the evaluation by the portal: one decision, at most one mail', async () => {
  for (let round = 0; round < 3; round++) {
    const email = `rule-${round}@decide.test`;
    await signUp(gatehouse, email);
    await verifyEmail(gatehouse, await mailedToken(gatehouse, email));
    gatehouse.inbox.mails.length = 0;
    await gatehouse.sql("UPDATE portals SET auto_approve = true WHERE slug = 'demo'");
    const id = await developerId(gatehouse, email);
    const [{ results }] = await Promise.all([succeed(decide(gatehouse, 'approve', [id], admin)), gatehouse.drain()]);
    await gatehouse.drain();
    await gatehouse.sql("UPDATE portals SET auto_approve = false WHERE slug = 'demo'");
    expect(await statusOf(id)).toBe('APPROVED');
    const decisions = await decisionsOf(id);
    const byAdmin = results[0]?.error === null;
    expect(decisions.map(({ by }) => by)).toEqual([byAdmin ? 'ADMIN' : 'RULE']);
    expect(mailsTo(gatehouse, email)).toHaveLength(byAdmin ? 1 : 0);
  }
});

test('many ids are decided each on its own, in their order; one that fails stops no other', async () => {
  const first = await personIn('PENDING', 'first@many.test');
  const second = await personIn('PENDING', 'second@many.test');
  const decided = await personIn('APPROVED', 'decided@many.test');
  gatehouse.inbox.mails.length = 0;
  await signUp(gatehouse, 'unverified@many.test');
  await gatehouse.drain();
  const unverified = await developerId(gatehouse, 'unverified@many.test');
  const unknown = '01890000-0000-7000-8000-000000000000';
  const ids = [first.id, unknown, decided.id, 'no id at all', unverified, second.id, first.id];
  const { results } = await succeed(decide(gatehouse, 'approve', ids, admin));
  expect(results?.map(({ id, developer, error }) => [id, error?.__typename ?? developer?.status])).toEqual([
    [first.id, 'APPROVED'],
    [unknown, 'NotFound'],
    [decided.id, 'Conflict'],
    ['no id at all', 'NotFound'],
    [unverified, 'Conflict'],
    [second.id, 'APPROVED'],
  ]);
  await gatehouse.drain();
  expect(gatehouse.inbox.mails.flatMap(({ recipients }) => recipients).sort()).toEqual([
    'first@many.test',
    'second@many.test',
    'unverified@many.test',
  ]);
});

test('1 to 1,000 ids at once', async () => {
  const ids = Array.from({ length: 1_001 }, (_, at) => `01890000-0000-7000-8000-${String(at).padStart(12, '0')}`);
  const wrong = { __typename: 'InvalidInput', issues: [{ path: ['ids'], message: expect.any(String) }] };
  expect(await decide(gatehouse, 'approve', ids, admin)).toMatchObject(wrong);
  expect(await decide(gatehouse, 'approve', [], admin)).toMatchObject(wrong);
  expect((await succeed(decide(gatehouse, 'approve', ids.slice(1), admin))).results).toHaveLength(1_000);
});

test('R53: a reason and a note are text of several lines without control characters, 2,000 characters at most', async () => {
  const { id } = await personIn('PENDING', 'words@decide.test');
  for (const field of ['reason', 'note']) {
    for (const text of ['x'.repeat(2_001), 'NUL \u0000', 'NEL \u0085', 'separator \u2028', 'bell \u0007', 'half \ud800']) {
      expect(await decide(gatehouse, 'reject', [id], admin, { [field]: text })).toMatchObject({
        __typename: 'InvalidInput',
        issues: [{ path: [field] }],
      });
    }
  }
  expect(await statusOf(id)).toBe('PENDING');
  const reason = 'Dear applicant,\r\nBcc: evil@evil.test\n\n.\n.. dots & <b>tags</b>';
  await decide(gatehouse, 'reject', [id], admin, { reason, note: ' \n ' });
  await gatehouse.drain();
  const [mail] = mailsTo(gatehouse, 'words@decide.test');
  expect(mail?.recipients).toEqual(['words@decide.test']);
  expect(mail?.parsed.headers.has('bcc')).toBe(false);
  for (const line of ['Dear applicant,', 'Bcc: evil@evil.test', '.. dots & <b>tags</b>']) expect(mail?.text).toContain(line);
  expect(mail?.html).toContain('&lt;b&gt;tags&lt;/b&gt;');
  expect(await decisionsOf(id)).toMatchObject([{ reason: reason.replace('\r\n', '\n'), note: null }]);
});

test('the reason is told by mail, the note is for admins', async () => {
  const { id, email } = await personIn('PENDING', 'note@decide.test');
  await decide(gatehouse, 'reject', [id], admin, { reason: 'No contract yet.', note: 'looks like a competitor' });
  await gatehouse.drain();
  const [mail] = mailsTo(gatehouse, email);
  expect(mail?.text).toContain('No contract yet.');
  expect(mail?.raw).not.toMatch(/competitor|owner@/);
  const { data } = await gatehouse.graphql(
    'query($id: ID!) { developer(id: $id) { decisions { from to reason note by { kind adminEmail } } } }',
    { id },
    { token: admin },
  );
  expect(data).toEqual({
    developer: {
      decisions: [
        {
          from: 'PENDING',
          to: 'REJECTED',
          reason: 'No contract yet.',
          note: 'looks like a competitor',
          by: { kind: 'ADMIN', adminEmail: ADMIN.email },
        },
      ],
    },
  });
});

test('an approval says how to go on: to log in, or to create a password first', async () => {
  const without = await personIn('PENDING', 'without@decide.test');
  const having = await personIn('PENDING', 'having@decide.test');
  await setPassword(gatehouse, having.passwordToken);
  await decide(gatehouse, 'approve', [without.id, having.id], admin);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, having.email)[0]?.text).toContain('You can log in immediately');
  expect(mailsTo(gatehouse, having.email)[0]?.text).toContain(`${gatehouse.url}/p/demo/log-in`);
  expect(mailsTo(gatehouse, without.email)[0]?.text).toContain('You have no password yet');
  expect(mailsTo(gatehouse, without.email)[0]?.text).toContain(`${gatehouse.url}/p/demo/forgot-password`);
});

test('R24: a revoke that cannot be finished leaves status and sessions as they were', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'half@decide.test', admin);
  const token = await bearer(gatehouse, email);
  await gatehouse.sql('ALTER TABLE decisions ADD CONSTRAINT no_revokes CHECK ("to" <> \'REVOKED\') NOT VALID');
  const document = 'mutation($ids: [ID!]!) { revokeDevelopers(input: { ids: $ids }) { __typename } }';
  const { data, errors } = await gatehouse.graphql(document, { ids: [id] }, { token: admin });
  await gatehouse.sql('ALTER TABLE decisions DROP CONSTRAINT no_revokes');
  expect([data, errors.map(({ extensions }) => extensions?.code)]).toEqual([
    { revokeDevelopers: null },
    ['INTERNAL_SERVER_ERROR'],
  ]);
  expect([await statusOf(id), await whoAmI(gatehouse, { token })]).toEqual(['APPROVED', email]);
});

test('when a fault interrupts many ids, deleteDevelopers tells which were done before it and which were not tried', async () => {
  const ids: string[] = [];
  for (const name of ['first', 'second', 'third']) ids.push((await verifiedPerson(gatehouse, `${name}@fault.test`)).id);
  const document =
    'mutation($input: DeleteDevelopersInput!) { result: deleteDevelopers(input: $input) { ... on DeleteDevelopersSuccess { results { error { __typename } } } } }';
  gatehouse.logs.length = 0;
  const { data, errors } = await whileHeld(
    gatehouse.databaseUrl,
    `SELECT FROM developers WHERE id = '${ids[1]}' FOR UPDATE`,
    () => gatehouse.graphql(document, { input: { ids } }, { token: admin }),
    (client) =>
      client.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))',
      ),
  );
  expect(data).toEqual({
    result: { results: [{ error: null }, { error: null }, { error: { __typename: 'TooManyAttempts' } }] },
  });
  expect(errors).toEqual([
    expect.objectContaining({
      path: ['result', 'results', 1, 'error'],
      extensions: expect.objectContaining({ code: 'INTERNAL_SERVER_ERROR' }),
    }),
  ]);
  const told = gatehouse.logs.map((line) => JSON.parse(line)).filter((line) => line.act === 'deleteDevelopers');
  expect(told.map(({ result, developerId }) => [result, developerId])).toEqual([
    ['Success', ids[0]],
    ['Unexpected', ids[1]],
    ['TooManyAttempts', ids[2]],
  ]);
  const waiting = await gatehouse.sql<{ id: string }>(
    "SELECT id FROM developers WHERE id = ANY ($1) AND status = 'PENDING' ORDER BY id",
    [ids],
  );
  expect(waiting.map(({ id }) => id)).toEqual(ids.slice(1));
});

let atSecond: { id: string; email: string };
beforeAll(async () => {
  await createPortal(gatehouse, 'second', admin);
  await signUp(gatehouse, 'away@second.test', { portal: 'second' });
  await verifyEmail(gatehouse, await mailedToken(gatehouse, 'away@second.test'));
  await gatehouse.drain();
  atSecond = { id: await developerId(gatehouse, 'away@second.test', 'second'), email: 'away@second.test' };
});

test('R34: an id of a portal out of reach is an id that does not exist', async () => {
  const approver = await addAdmin(gatehouse, 'approver@roles.test', 'APPROVER', 'demo');
  const { id: mine } = await personIn('PENDING', 'mine@roles.test');
  const unknown = '01890000-0000-7000-8000-000000000000';
  for (const verb of VERBS) {
    const { results } = await succeed(decide(gatehouse, verb, [atSecond.id, unknown], approver));
    const notFound = { __typename: 'NotFound', message: 'There is no such registration.' };
    expect(results?.map(({ developer, error }) => ({ developer, error }))).toEqual([
      { developer: null, error: notFound },
      { developer: null, error: notFound },
    ]);
  }
  expect(await statusOf(atSecond.id)).toBe('PENDING');
  expect(await decide(gatehouse, 'approve', [mine], approver)).toMatchObject({
    results: [{ developer: { status: 'APPROVED' } }],
  });
});

test('APPROVER and OWNER decide, of one portal or of all; VIEWER and those of another portal do not', async () => {
  const may = {
    'owner-all@roles.test': ['OWNER', null, 'APPROVED', 'APPROVED'],
    'owner-demo@roles.test': ['OWNER', 'demo', 'APPROVED', 'NotFound'],
    'approver-all@roles.test': ['APPROVER', null, 'APPROVED', 'APPROVED'],
    'approver-second@roles.test': ['APPROVER', 'second', 'NotFound', 'APPROVED'],
    'viewer-all@roles.test': ['VIEWER', null, 'NotAllowed', 'NotAllowed'],
    'viewer-demo@roles.test': ['VIEWER', 'demo', 'NotAllowed', 'NotFound'],
  } as const;
  const { id } = await personIn('PENDING', 'roles@decide.test');
  for (const [email, [role, portal, ...expected]] of Object.entries(may)) {
    const token = await addAdmin(gatehouse, email, role, portal);
    await gatehouse.sql("UPDATE developers SET status = 'PENDING' WHERE id = ANY($1)", [[id, atSecond.id]]);
    const { results } = await succeed(decide(gatehouse, 'approve', [id, atSecond.id], token));
    expect([email, ...(results ?? []).map(({ developer, error }) => error?.__typename ?? developer?.status)]).toEqual([
      email,
      ...expected,
    ]);
  }
  // Two roles of one admin add up.
  const both = await addAdmin(gatehouse, 'two-roles@roles.test', 'VIEWER', null);
  await gatehouse.sql(`INSERT INTO admin_roles (id, admin_id, role, portal_id)
    SELECT gen_random_uuid(), a.id, 'APPROVER', p.id FROM admins a, portals p WHERE a.email = 'two-roles@roles.test' AND p.slug = 'second'`);
  await gatehouse.sql("UPDATE developers SET status = 'PENDING' WHERE id = ANY($1)", [[id, atSecond.id]]);
  const { results } = await succeed(decide(gatehouse, 'approve', [id, atSecond.id], both));
  expect(results?.map(({ developer, error }) => error?.__typename ?? developer?.status)).toEqual(['NotAllowed', 'APPROVED']);
});
