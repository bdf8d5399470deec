import { afterEach, expect, test } from 'vitest';
import { MOST_UNNUMBERED, readTimeline } from '../../domain/developers/read-timeline.ts';
import { numberEvents } from '../../domain/events/number-events.ts';
import { Prisma } from '../../prisma/generated/client/client.ts';
import { addAdmin, addNote, decide, openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { changePassword } from '../kit/own-account.ts';
import { approvedPerson, bearer, NEW_PASSWORD, registeredPerson, requestPasswordReset } from '../kit/people.ts';
import { answerQuestion, askDevelopers, askedPerson } from '../kit/questions.ts';
import { claimRequests, releaseRequests } from '../kit/requests.ts';
import { timelineOf } from '../kit/timeline.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await setSignUpFields(gatehouse, [{ key: 'company', label: 'Company', kind: 'TEXT' }], admin);
await gatehouse.sql('UPDATE portals SET undo_window = 0');

afterEach(() => {
  gatehouse.inbox.behaviour.refuseMail = undefined;
});

const mailsOf = async (id: string) =>
  (await timelineOf(gatehouse, { id, first: 100 }, admin)).entries.filter((entry) => entry.__typename === 'TimelineMail');

/** Somebody to whom a lot happened. */
async function busyPerson(email: string): Promise<string> {
  const person = await registeredPerson(gatehouse, email);
  await succeed(claimRequests(gatehouse, { portal: 'demo', ids: [person.id] }, admin));
  await succeed(releaseRequests(gatehouse, [person.id], admin));
  const token = await askedPerson(gatehouse, person, 'Which company?', admin);
  await succeed(answerQuestion(gatehouse, token, { text: 'Acme', answers: [{ field: 'company', value: 'Acme' }] }));
  await succeed(addNote(gatehouse, person.id, 'A partner', admin));
  await succeed(decide(gatehouse, 'approve', [person.id], admin, { reason: 'Welcome' }));
  await gatehouse.drain();
  const session = await bearer(gatehouse, email);
  await succeed(changePassword(gatehouse, { token: session }, { newPassword: NEW_PASSWORD }));
  await gatehouse.drain();
  return person.id;
}

test('a timeline has all that happened and all mails, the newest first, at once and after the events got numbers', async () => {
  const id = await busyPerson('ada@timeline.test');
  const accepted = { __typename: 'TimelineMail', state: 'ACCEPTED', detail: null, attempts: 1, dueAt: null, by: null };
  const expected = [
    { ...accepted, name: 'sendPasswordChangedEmail' },
    { __typename: 'TimelineChange', type: 'password.changed', fields: [], by: { kind: 'DEVELOPER' } },
    { __typename: 'TimelineLogIn', withSso: false },
    { ...accepted, name: 'sendApprovedEmail' },
    { __typename: 'TimelineDecision', decision: { from: 'PENDING', to: 'APPROVED', reason: 'Welcome' } },
    { __typename: 'TimelineNote', note: { text: 'A partner' }, by: { kind: 'ADMIN', adminEmail: ADMIN.email } },
    { __typename: 'TimelineAnswer', question: { answer: 'Acme' }, by: { kind: 'DEVELOPER', adminEmail: null } },
    { ...accepted, name: 'sendQuestionEmail' },
    { __typename: 'TimelineQuestion', question: { text: 'Which company?', state: 'ANSWERED' } },
    { __typename: 'TimelineClaim', released: true, by: { kind: 'ADMIN' } },
    { __typename: 'TimelineClaim', released: false, by: { kind: 'ADMIN' } },
    { __typename: 'TimelineChange', type: 'password.set' },
    { __typename: 'TimelineVerification', by: { kind: 'DEVELOPER' } },
    { ...accepted, name: 'sendVerificationEmail' },
  ];
  const byTime = (entries: { at: string }[]) => entries.map(({ at }) => at);
  const first = await timelineOf(gatehouse, { id, first: 100 }, admin);
  expect(byTime(first.entries)).toEqual(byTime(first.entries).toSorted().toReversed());
  // An act and its mail have the same time, and the order of their ids.
  for (const one of expected) expect(first.entries).toContainEqual(expect.objectContaining(matching(one)));
  expect([first.entries.length, first.totalCount]).toEqual([expected.length, expected.length]);

  await numberEvents(gatehouse.app);
  expect(await timelineOf(gatehouse, { id, first: 100 }, admin)).toEqual(first);
});

/** With what it says of its objects. */
const matching = (entry: object) =>
  Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [
      key,
      value instanceof Object && !Array.isArray(value) ? expect.objectContaining(value) : value,
    ]),
  );

test.each([1, 2, 5])('pages of %i make the whole timeline, forwards and backwards, while more happens', async (size) => {
  const id = await busyPerson(`pages-${size}@timeline.test`);
  const whole = (await timelineOf(gatehouse, { id, first: 100 }, admin)).entries.map((entry) => entry.id);
  const seen: string[] = [];
  let after: string | null = null;
  for (let page = 0; page === 0 || after; page++) {
    const { entries, pageInfo } = await timelineOf(gatehouse, { id, first: size, after }, admin);
    seen.push(...entries.map((entry) => entry.id));
    after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
    if (page === 0) await succeed(addNote(gatehouse, id, 'Meanwhile', admin));
    if (page === 1) await numberEvents(gatehouse.app);
  }
  expect(seen).toEqual(whole);

  const { pageInfo } = await timelineOf(gatehouse, { id, last: 1 }, admin);
  const back: string[] = [whole.at(-1) ?? ''];
  let before: string | null = pageInfo.startCursor ?? null;
  while (before) {
    const page = await timelineOf(gatehouse, { id, last: size, before }, admin);
    back.unshift(...page.entries.map((entry) => entry.id));
    before = page.pageInfo.hasPreviousPage ? (page.pageInfo.startCursor ?? null) : null;
  }
  expect(back.slice(1)).toEqual(whole);
});

test('a mail says whether it waits, why it was deferred, that it failed, and that there was nothing to send', async () => {
  const { id, email } = await registeredPerson(gatehouse, 'mails@timeline.test');
  const lastMail = async () => (await mailsOf(id))[0];
  await succeed(askDevelopers(gatehouse, [id], 'Who?', admin));
  expect(await lastMail()).toMatchObject({
    name: 'sendQuestionEmail',
    state: 'QUEUED',
    attempts: 0,
    detail: null,
    dueAt: expect.any(String),
    acceptedAt: null,
  });
  gatehouse.inbox.behaviour.refuseMail = { code: 451, message: 'try again later' };
  await gatehouse.drain();
  const deferred = await lastMail();
  expect(deferred).toMatchObject({ state: 'DEFERRED', attempts: 1, detail: expect.stringContaining('451'), acceptedAt: null });
  expect(Date.parse(String(Object(deferred).dueAt))).toBeGreaterThan(Date.parse(String(deferred?.at)));
  gatehouse.inbox.behaviour.refuseMail = undefined;
  await gatehouse.sql(`UPDATE jobs SET due_at = now() WHERE finished_at IS NULL`);
  await gatehouse.drain();
  expect(await lastMail()).toMatchObject({
    state: 'ACCEPTED',
    attempts: 2,
    detail: null,
    dueAt: null,
    acceptedAt: expect.any(String),
  });

  await succeed(askDevelopers(gatehouse, [id], 'Who are you?', admin));
  await succeed(askDevelopers(gatehouse, [id], 'And who else?', admin));
  gatehouse.inbox.behaviour.refuseMail = { code: 554, message: 'never' };
  await gatehouse.drain();
  expect((await mailsOf(id)).slice(0, 2)).toMatchObject([
    { state: 'FAILED', detail: expect.stringContaining('554'), dueAt: null, acceptedAt: null },
    { state: 'NOT_SENT', detail: null, acceptedAt: null },
  ]);
  gatehouse.inbox.behaviour.refuseMail = undefined;
  await requestPasswordReset(gatehouse, email);
  await gatehouse.drain();
  expect(await lastMail()).toMatchObject({ name: 'sendPasswordResetEmail', state: 'ACCEPTED' });
});

test('only an OWNER sees IP addresses and programs; the person sees no timeline', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'clients@timeline.test', admin);
  const session = await bearer(gatehouse, email);
  const clientsSeenBy = async (token: string) =>
    (await timelineOf(gatehouse, { id, first: 100 }, token)).entries.flatMap(({ by }) =>
      [by?.ip ?? [], by?.userAgent ?? []].flat(),
    );
  expect(await clientsSeenBy(admin)).not.toEqual([]);
  for (const role of ['APPROVER', 'VIEWER']) {
    const other = await addAdmin(gatehouse, `${role.toLowerCase()}@timeline.test`, role, 'demo');
    expect(await clientsSeenBy(other)).toEqual([]);
  }
  const { data } = await gatehouse.graphql(
    '{ me(portal: "demo") { timeline(first: 1) { totalCount } } }',
    {},
    { token: session },
  );
  expect(data).toEqual({ me: { timeline: null } });
});

test('a page has 100 entries at most, and a cursor of another list is refused', async () => {
  const { id } = await registeredPerson(gatehouse, 'bounds@timeline.test');
  for (const [variables, code] of [
    [{ first: 101 }, 'TOO_HIGH'],
    [{ last: 101 }, 'TOO_HIGH'],
    [{ after: 'made up' }, 'MALFORMED'],
  ] as const) {
    const { data, errors } = await gatehouse.graphql(
      'query($id: ID!, $first: Int, $last: Int, $after: String) { developer(id: $id) { timeline(first: $first, last: $last, after: $after) { edges { cursor } } } }',
      { id, ...variables },
      { token: admin },
    );
    expect(data).toEqual({ developer: { timeline: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', issues: [{ code }] } }]);
  }
});

test('a page of one person among many reads few rows', async () => {
  // One in a hundred is this person: of one in ten, reading all by time is as good as the index, and PostgreSQL takes either.
  const { id } = await registeredPerson(gatehouse, 'one@timeline.test');
  await numberEvents(gatehouse.app);
  await gatehouse.sql(
    `INSERT INTO jobs (id, queue, name, payload, portal_id, status, finished_at, created_at)
     SELECT gen_random_uuid(), 'MAILS', 'sendApprovedEmail', jsonb_build_object('developerId',
       CASE WHEN n % 100 = 0 THEN $1::uuid ELSE gen_random_uuid() END), id, 'DONE', now(), now() - n * interval '1 minute'
     FROM portals, generate_series(1, 20000) n WHERE slug = 'demo'`,
    [id],
  );
  await gatehouse.sql(
    `INSERT INTO events (id, position, at, portal_id, type, actor_kind, subject_kind, subject_id)
     SELECT gen_random_uuid(), 1000000 + n, now() - n * interval '1 minute', portals.id, 'session.opened', 'DEVELOPER', 'DEVELOPER',
       CASE WHEN n % 100 = 0 THEN $1::uuid ELSE gen_random_uuid() END
     FROM portals, generate_series(1, 20000) n WHERE slug = 'demo'`,
    [id],
  );
  await gatehouse.sql('ANALYZE jobs, events');
  const read = await gatehouse.app.prisma.$transaction(async (prisma) => {
    const page = {
      bounds: [Prisma.sql`(at, id) < (now() - interval '5 days', ${id}::uuid)`],
      order: Prisma.sql`at desc, id desc`,
      take: 21,
    };
    expect(await readTimeline({ ...gatehouse.app, prisma: Object(prisma) }, id, page)).toHaveLength(21);
    const rows = await prisma.$queryRaw<{ read: number }[]>`
      SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int AS read FROM pg_stat_xact_user_tables
      WHERE relname IN ('jobs', 'events')`;
    return rows[0]?.read;
  });
  expect(read).toBeLessThan(200);
});

test('an event that waits for its number behind too many others appears once it has one', async () => {
  const { id } = await registeredPerson(gatehouse, 'behind@timeline.test');
  await numberEvents(gatehouse.app);
  await succeed(addNote(gatehouse, id, 'Behind', admin));
  const hasNote = async () => (await timelineOf(gatehouse, { id, first: 1 }, admin)).entries[0]?.__typename === 'TimelineNote';
  const addEvents = (count: number) =>
    gatehouse.sql(
      `INSERT INTO events (id, portal_id, type, actor_kind, subject_kind, subject_id)
       SELECT gen_random_uuid(), id, 'session.opened', 'DEVELOPER', 'DEVELOPER', gen_random_uuid()
       FROM portals, generate_series(1, $1) WHERE slug = 'demo'`,
      [count],
    );
  await addEvents(MOST_UNNUMBERED - 1);
  expect(await hasNote()).toBe(true);
  await addEvents(1);
  expect(await hasNote()).toBe(false);
  for (let turn = 0; turn < 100 && !(await hasNote()); turn++) await numberEvents(gatehouse.app);
  expect(await hasNote()).toBe(true);
});
