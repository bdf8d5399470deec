import { beforeAll, expect, test } from 'vitest';
import { decide, deleteDevelopers, openDemoPortal, undoDecisions, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { logIn, registeredPerson, subjectsTo } from '../kit/people.ts';
import { askDevelopers } from '../kit/questions.ts';

/** `npm run test:races` starts each pair more often. */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 3);

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { undoWindow: 30 }, admin);

/** UNTOLD: approved, and the email waits for the end of the undo window. */
type Start = 'PENDING' | 'APPROVED' | 'REVOKED' | 'UNTOLD';
type Person = { id: string; email: string };

const decisionIdOf = async ({ id }: Person): Promise<string> => {
  const [decision] = await gatehouse.sql<{ id: string }>(
    'SELECT id FROM decisions WHERE developer_id = $1 ORDER BY created_at DESC LIMIT 1',
    [id],
  );
  return decision?.id ?? id;
};

const mailsDueNow = () => gatehouse.sql("UPDATE jobs SET due_at = now() WHERE status = 'QUEUED'");

async function applyRule(): Promise<void> {
  await updatePortal(gatehouse, { autoApprove: true, applyToPending: true }, admin);
  await gatehouse.drain();
}

/** Each act, and where it starts from. */
const ACTS: Record<string, { from: Start; act: (person: Person, decision: string) => Promise<unknown> }> = {
  approve: { from: 'PENDING', act: ({ id }) => decide(gatehouse, 'approve', [id], admin) },
  reject: { from: 'PENDING', act: ({ id }) => decide(gatehouse, 'reject', [id], admin) },
  revoke: { from: 'APPROVED', act: ({ id }) => decide(gatehouse, 'revoke', [id], admin) },
  reinstate: { from: 'REVOKED', act: ({ id }) => decide(gatehouse, 'reinstate', [id], admin) },
  undo: { from: 'UNTOLD', act: (_, decision) => undoDecisions(gatehouse, [decision], admin) },
  delete: { from: 'PENDING', act: ({ id }) => deleteDevelopers(gatehouse, [id], admin) },
  ask: { from: 'PENDING', act: ({ id }) => askDevelopers(gatehouse, [id], 'Who are you?', admin) },
  rule: { from: 'PENDING', act: applyRule },
  'log-in': { from: 'APPROVED', act: ({ email }) => logIn(gatehouse, email) },
  'mail going out': { from: 'UNTOLD', act: () => tellEverybody() },
};

const names = Object.keys(ACTS);
const PAIRS = names.flatMap((one, at) => names.slice(at).map((other) => [one, other] as const));

let passwordHash = '';
beforeAll(async () => {
  const { id } = await registeredPerson(gatehouse, 'hash@races.test');
  const [row] = await gatehouse.sql<{ hash: string }>('SELECT password_hash AS hash FROM developers WHERE id = $1', [id]);
  passwordHash = row?.hash ?? '';
});

let count = 0;
async function personIn(start: Start): Promise<Person> {
  const email = `person-${++count}@races.test`;
  const [row] = await gatehouse.sql<{ id: string }>(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, password_hash, email_verified_at, evaluated_at, told_to_wait_at)
      SELECT gen_random_uuid(), id, $1, $1, 'Ada Lovelace', $2, now(), now(), now() FROM portals WHERE slug = 'demo' RETURNING id`,
    [email, passwordHash],
  );
  const person = { id: row?.id ?? '', email };
  if (start !== 'PENDING') await decide(gatehouse, 'approve', [person.id], admin);
  if (start === 'REVOKED') await decide(gatehouse, 'revoke', [person.id], admin);
  if (start === 'APPROVED' || start === 'REVOKED') await tellEverybody();
  return person;
}

async function tellEverybody(): Promise<void> {
  await mailsDueNow();
  await gatehouse.drain();
}

type Decided = { id: string; from: string; to: string; undoes: string | null };

const SUBJECTS: Record<string, RegExp> = {
  APPROVED: /is approved|is reinstated/,
  REJECTED: /was rejected/,
  REVOKED: /was revoked/,
};

/** What holds after any two acts, in any order. */
async function expectOneStory({ id, email }: Person): Promise<void> {
  const [person] = await gatehouse.sql<{ status: string }>('SELECT status FROM developers WHERE id = $1', [id]);
  const decisions = await gatehouse.sql<Decided>(
    'SELECT id, "from", "to", undoes_id AS undoes FROM decisions WHERE developer_id = $1 ORDER BY created_at, id',
    [id],
  );
  const events = await gatehouse.sql<{ id: string }>(
    `SELECT data->>'decisionId' AS id FROM events WHERE subject_id = $1 AND data ? 'decisionId' ORDER BY id`,
    [id],
  );
  // Each decision begins where the one before ended, and the status is the end of the last one.
  const steps = decisions.map(({ from }, at) => [from, decisions[at - 1]?.to ?? 'PENDING']);
  for (const [from, before] of steps) expect(from).toBe(before);
  if (person) expect(person.status).toBe(decisions.at(-1)?.to ?? 'PENDING');
  expect(events.map((event) => event.id).toSorted()).toEqual(decisions.map((decision) => decision.id).toSorted());
  // A person is told what stands: never a decision that was undone, and none twice.
  const undone = new Set(decisions.flatMap(({ undoes }) => undoes ?? []));
  const told = subjectsTo(gatehouse, email).filter((subject) =>
    Object.values(SUBJECTS).some((pattern) => pattern.test(subject)),
  );
  const standing = decisions.filter((decision) => !undone.has(decision.id) && decision.undoes === null);
  expect(told.length).toBeLessThanOrEqual(standing.length);
  const last = standing.at(-1);
  if (person && last) expect(told.at(-1)).toMatch(SUBJECTS[last.to] ?? /^$/);
  if (undone.size > 0) expect(told.length).toBeLessThan(decisions.length - undone.size);
}

const seconds = Math.ceil(ROUNDS / 4) + 30;
test.each(PAIRS)(
  'I4: %s and %s at the same moment come to one outcome, and what the person is told agrees',
  async (one, other) => {
    const [first, second] = [ACTS[one], ACTS[other]];
    if (!first || !second) throw new Error('There is no such act.');
    for (let round = 0; round < ROUNDS; round++) {
      for (const start of new Set([first.from, second.from])) {
        const person = await personIn(start);
        const decision = await decisionIdOf(person);
        gatehouse.logs.length = 0;
        await Promise.all([first.act(person, decision), second.act(person, decision)]);
        await tellEverybody();
        await updatePortal(gatehouse, { autoApprove: false }, admin);
        await expectOneStory(person);
        expect(gatehouse.logs.filter((line) => line.includes('unexpected error'))).toEqual([]);
        gatehouse.inbox.mails.length = 0;
      }
    }
  },
  seconds * 1_000,
);
