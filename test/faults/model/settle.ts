import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { findToken } from '../../kit/people.ts';
import type { Mail } from '../../kit/smtp.ts';
import { runJob } from './rules/run-job.ts';
import type { Job, Model } from './state.ts';
import type { World } from './world.ts';

const PATIENCE_MS = 30_000;
const PAUSE_MS = 5;

/** Mails to admins are no part of the model. */
const TO_ADMINS = ['sendNewRequestEmail', 'sendRequestReminderEmail'];

const isOurs = (name: string): boolean => !TO_ADMINS.includes(name);

const KINDS: [RegExp, string][] = [
  [/^Verify your email/, 'verification'],
  [/^(Reset|Create) your password/, 'reset'],
  [/^See your registration/, 'registration'],
  [/^A question about/, 'question'],
  [/^You are invited/, 'invitation'],
  [/was entered at/, 'taken'],
  [/^Confirm your new email/, 'confirm move'],
  [/^Your email address for .* was changed/, 'moved'],
  [/^Reminder: verify/, 'reminder'],
  [/^Your password for .* was changed/, 'password'],
  [/^Your account at .* was deleted/, 'deleted'],
  [/^New log-in/, 'device'],
  [/is approved$/, 'approved'],
  [/was rejected$/, 'rejected'],
  [/was revoked$/, 'revoked'],
  [/is reinstated$/, 'reinstated'],
];

function kindOf({ subject }: Mail): string {
  const words = subject.match(/^Your registration at .*: (.*)$/)?.[1];
  if (words) return `status ${words.toUpperCase()}`;
  return KINDS.find(([pattern]) => pattern.test(subject))?.[1] ?? subject;
}

/** Brings the model and the installation to the same point after an act: ids, jobs, mails and the links in them. */
export async function settle(m: Model, w: World): Promise<void> {
  if (m.isWorkerRunning) await untilQuiet(m, w);
  await learnIds(m, w);
  await matchJobs(m, w);
  matchMails(m, w);
}

/** Where a worker runs, it has done all that is due. A ring that got lost costs 15 s, until the sweep. */
async function untilQuiet(m: Model, { gatehouse, portalId }: World): Promise<void> {
  const due =
    "SELECT 1 FROM jobs WHERE portal_id = $1 AND finished_at IS NULL AND due_at <= now() + interval '70 seconds' AND (due_at <= now() OR status = 'RUNNING')";
  const began = performance.now();
  // Not `expect.poll`, which belongs to one test, and both backends are tested at once.
  while ((await gatehouse.sql(due, [portalId])).length > 0) {
    if (performance.now() - began > PATIENCE_MS) throw new Error('The worker does not do what is due.');
    await setTimeout(PAUSE_MS);
  }
  for (let job = nextDue(m); job; job = nextDue(m)) runJob(m, job);
}

const nextDue = (m: Model): Job | undefined => m.jobs.find(({ dueAt }) => dueAt <= m.now);

async function learnIds(m: Model, { gatehouse, portalId }: World): Promise<void> {
  for (const person of m.people.filter(({ id, isGone }) => id === null && !isGone)) {
    const [row] = await gatehouse.sql<{ id: string }>('SELECT id FROM developers WHERE portal_id = $1 AND email = $2', [
      portalId,
      person.email,
    ]);
    if (!row) throw new Error(`${person.email} should be registered now`);
    person.id = row.id;
  }
  const nameless = m.people.filter(({ decisions }) => decisions.some(({ id }) => id === null));
  for (const { id, decisions } of nameless) {
    const rows = await gatehouse.sql<{ id: string }>('SELECT id FROM decisions WHERE developer_id = $1 ORDER BY created_at', [
      id,
    ]);
    expect(rows.length, 'decisions about one person').toBe(decisions.length);
    for (const [at, row] of rows.entries()) Object.assign(decisions[at] ?? {}, { id: row.id });
  }
}

type Row = { id: string; name: string; payload: Record<string, unknown>; attempt: number; isDue: boolean };

/** Nothing that is to be done may get lost, and nothing may be added. */
async function matchJobs(m: Model, { gatehouse, portalId }: World): Promise<void> {
  const all = await gatehouse.sql<Row>(
    `SELECT id, name, payload, attempt, due_at <= now() AS "isDue" FROM jobs
     WHERE portal_id = $1 AND finished_at IS NULL ORDER BY created_at, id`,
    [portalId],
  );
  const rows = all.filter(({ name }) => isOurs(name));
  for (const job of m.jobs.filter(({ id }) => id === null)) {
    const isTaken = (row: Row) => m.jobs.some(({ id }) => id === row.id);
    job.id = rows.find((row) => row.name === job.name && isAbout(row, job) && !isTaken(row))?.id ?? null;
  }
  const inModel = m.jobs.map((job) => `${job.id} ${job.name} tried ${job.attempts} ${job.dueAt <= m.now ? 'due' : 'later'}`);
  const inFact = rows.map((row) => `${row.id} ${row.name} tried ${row.attempt} ${row.isDue ? 'due' : 'later'}`);
  expect(inFact.toSorted(), 'jobs').toEqual(inModel.toSorted());
}

function isAbout({ payload }: Row, { person, decision, invitation }: Job): boolean {
  if (decision) return payload['decisionId'] === decision.id;
  if (invitation) return payload['invitationId'] === invitation.id;
  return !person || payload['developerId'] === undefined || payload['developerId'] === person.id;
}

/** One mail for one mail, to the right address; a link in it is the model's from now on. */
function matchMails(m: Model, w: World): void {
  const { gatehouse } = w;
  const isToAdmin = ({ recipients }: Mail) => recipients.some((to) => to.endsWith('@gatehouse.test'));
  const news = gatehouse.inbox.mails.slice(w.mailsSeen).filter((mail) => !isToAdmin(mail));
  w.mailsSeen = gatehouse.inbox.mails.length;
  const came = news.map((mail) => `${kindOf(mail)} to ${mail.recipients.join()}`);
  expect(came.toSorted(), 'mails').toEqual(m.mails.map(({ kind, to }) => `${kind} to ${to}`).toSorted());
  for (const { kind, to, job, link, invitation } of m.mails) {
    const at = news.findIndex((mail) => kindOf(mail) === kind && mail.recipients.includes(to));
    const [mail] = news.splice(at, 1);
    if (!mail) continue;
    if (job.id) expect(mail.messageId, 'Message-ID').toContain(job.id);
    for (const one of [link, invitation]) {
      if (!one) continue;
      const secret = findToken(mail);
      if (one.secret !== null) expect(secret, 'the link of a second copy').toBe(one.secret);
      one.secret = secret;
    }
  }
  m.mails = [];
}
