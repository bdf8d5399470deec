import { randomUUID } from 'node:crypto';
import { beforeAll, expect as expectHere, test } from 'vitest';
import { migrate } from '../../prisma/migrate.ts';
import { RetryJobsDocument } from '../generated/operations.ts';
import { TABLES } from '../kit/database.ts';
import { ADMIN } from '../kit/installation.ts';
import { prismaFolderWith } from '../kit/migrations.ts';
import { mutate, type Site, succeed } from '../kit/mutate.ts';
import { signUp } from '../kit/people.ts';
import { previousRelease } from '../kit/previous-release.ts';
import { queues } from '../kit/redis.ts';
import { buildRelease } from './build-release.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { seed } from './seed.ts';
import { prepare, type TwoReleases, twoReleases } from './two-releases.ts';
import { OF_A_BUSY_MACHINE, OF_THE_TEST, unexpectedLines } from './unexpected.ts';
import { useSeed } from './use-seed.ts';
import { SUBJECTS, walk } from './walk.ts';

let folder: string;
beforeAll(async () => {
  folder = await buildRelease(await previousRelease());
});

/** People who go through everything at the same time. */
const AT_ONCE = 4;
const JOB_OF_TOMORROW = 'sendMailOfTheReleaseAfter';

test.concurrent.for(queues)(
  'queue on %s: the release before runs beside this one on the new schema, and goes on alone',
  async (queue, { expect, onTestFinished }) => {
    const site = await twoReleases(queue, folder, onTestFinished);
    const { before, now, inbox, sql, processes } = site;
    const ledger = openLedger(inbox);
    const crowd = (name: string, servers: [Site, Site][]) =>
      Promise.all(
        Array.from({ length: AT_ONCE }, async (_, number) => {
          const [one, other] = servers[number % servers.length] ?? [before, before];
          await walk([one, other], ledger, number, name, seeded.admin);
        }),
      );

    // All data is written by the release before.
    await prepare(site, before);
    await before.startServer();
    const worker = await before.startWorker();
    const seeded = await seed(before, ledger);

    // A job that failed, one whose worker was killed, and one that nobody took.
    inbox.behaviour.refuseRecipient = { code: 550, message: 'no such user', only: 'failed@seed.test' };
    await succeed(signUp(before, 'failed@seed.test'));
    await worker.says('failed for good');
    inbox.behaviour.refuseRecipient = undefined;
    inbox.behaviour.refuseMail = { code: 451, message: 'later' };
    inbox.behaviour.meanwhile = () => worker.kill();
    await succeed(signUp(before, 'running@seed.test'));
    await expect.poll(() => inbox.refused.length, { timeout: 60_000 }).toBe(1);
    inbox.behaviour.refuseMail = undefined;
    inbox.behaviour.meanwhile = undefined;
    await succeed(signUp(before, 'queued@seed.test'));
    const states =
      "SELECT status, count(*)::int FROM jobs WHERE status <> 'DONE' AND name <> 'sendNewRequestEmail' GROUP BY 1 ORDER BY 1";
    expect(await sql(states)).toEqual([
      { status: 'QUEUED', count: 1 },
      { status: 'RUNNING', count: 1 },
      { status: 'FAILED', count: 1 },
    ]);

    // The schema becomes that of this release, and then that of one that adds a column to each table, while people come and go.
    const successor = await before.startWorker();
    const meanwhile = crowd('while-it-migrates', [[before, before]]);
    expect(await now.command('migrate')).not.toBe('');
    await migrate(site.databaseUrl, await prismaFolderWith(await aColumnMore(site), onTestFinished));
    await meanwhile;
    await succeed(signUp(before, 'kept-from-the-old-worker@seed.test'));
    await ledger.mail('kept-from-the-old-worker@seed.test', SUBJECTS.verify);
    successor.signal('SIGTERM');
    expect(await successor.ended).toEqual({ code: 0, signal: null });

    // Jobs of the release before are run by this one, and back.
    await succeed(signUp(before, 'by-the-new-worker@seed.test'));
    const newWorker = await now.startWorker();
    const newServer = await now.startServer();
    await sql("UPDATE jobs SET due_at = now() WHERE status = 'RUNNING'");
    const [failed] = await sql<{ id: string }>("SELECT id FROM jobs WHERE status = 'FAILED'");
    await succeed(mutate(now, RetryJobsDocument, { ids: [failed?.id ?? ''] }, { token: seeded.admin }));
    for (const name of ['queued', 'running', 'failed', 'by-the-new-worker'])
      await ledger.mail(`${name}@seed.test`, SUBJECTS.verify);
    newWorker.signal('SIGTERM');
    expect(await newWorker.ended).toEqual({ code: 0, signal: null });
    await succeed(signUp(now, 'by-the-old-worker@seed.test'));
    const oldWorker = await before.startWorker();
    await ledger.mail('by-the-old-worker@seed.test', SUBJECTS.verify);

    // A job of a release that neither of them knows waits for that release.
    await tomorrow(site);
    const lastNewWorker = await now.startWorker();
    await expect
      .poll(() => sql('SELECT status, finished_at FROM jobs WHERE name = $1 AND attempt > 0', [JOB_OF_TOMORROW]), {
        timeout: 30_000,
      })
      .toEqual([{ status: 'QUEUED', finished_at: null }]);

    // Both beside each other, and then the new ones go away while people are at it.
    await useSeed(now, seeded, ledger);
    await crowd('beside', [
      [before, now],
      [now, before],
    ]);
    const afterwards = crowd('back', [[before, before]]);
    newServer.signal('SIGTERM');
    lastNewWorker.signal('SIGTERM');
    expect(await Promise.all([newServer.ended, lastNewWorker.ended])).toEqual([
      { code: 0, signal: null },
      { code: 0, signal: null },
    ]);
    await afterwards;
    await succeed(signUp(before, 'after-all@seed.test'));
    await ledger.mail('after-all@seed.test', SUBJECTS.verify);

    await settled(site);
    expect(oldWorker.pid).toBeGreaterThan(0);
    expectLedger(site, ledger);
    for (const side of [before, now]) expect(await side.command('verify-audit-log')).toContain('The log of events fits');
    expect(
      unexpectedLines(processes, [
        ...OF_THE_TEST,
        ...OF_A_BUSY_MACHINE,
        /no such user.*"failed for good"/,
        new RegExp(JOB_OF_TOMORROW),
      ]),
    ).toEqual([]);
  },
);

/** One migration for each table, as the lint wants it. */
async function aColumnMore({ sql }: TwoReleases): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }>(TABLES);
  return Object.fromEntries(
    tables.map(({ name }) => [
      `29990101000000_${name}`,
      `ALTER TABLE "${name}" ADD COLUMN of_the_release_after TEXT NOT NULL DEFAULT 'unknown';`,
    ]),
  );
}

const tomorrow = ({ sql }: TwoReleases) =>
  sql(`INSERT INTO jobs (id, queue, name, payload) VALUES ($1, 'MAILS', $2, '{}')`, [randomUUID(), JOB_OF_TOMORROW]);

/** What admins are told together is not due yet. */
async function settled({ sql }: TwoReleases): Promise<void> {
  const open = `SELECT name, status, attempt, last_error FROM jobs
    WHERE status IN ('QUEUED', 'RUNNING') AND name NOT IN ($1, 'sendNewRequestEmail')`;
  await expectHere.poll(() => sql(open, [JOB_OF_TOMORROW]), { timeout: 60_000 }).toEqual([]);
}

/** Everybody got what the answers said, and nothing twice. What the admin is told of depends on who came together. */
function expectLedger({ inbox }: TwoReleases, ledger: Ledger): void {
  const [due, came] = ledger.both();
  delete came[ADMIN.email];
  expectHere(came).toEqual(due);
  const ids = inbox.mails.map(({ messageId }) => messageId);
  expectHere(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
}
