import { test, vi } from 'vitest';
import { openDemoPortal } from '../../kit/admins.ts';
import { PATIENCE, prepareSite } from '../../kit/processes.ts';
import { queues } from '../../kit/redis.ts';
import { openLedger } from './ledger.ts';
import { type Step, startRudeServer } from './rude-smtp.ts';

/** Before the mail server has any of the mail, and when it has all but has not said so. */
const STEPS: Step[] = ['MAIL', 'end'];

test.concurrent.for(queues.flatMap((queue) => STEPS.map((step) => ({ queue, step }))))(
  'R60, R61, I2: queue on $queue: a worker that sleeps at $step past its lease changes nothing when it wakes up: another one had its job',
  async ({ queue, step }, { expect, onTestFinished }) => {
    const [site, smtp] = await Promise.all([prepareSite(queue, onTestFinished), startRudeServer(onTestFinished)]);
    Object.assign(site.environment, { SMTP_URL: smtp.url, CLIENT_LIMIT: 'off' });
    const [, sleeper] = await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => smtp.accepted, expect);
    smtp.before = async (reached) => {
      if (reached !== step) return;
      smtp.before = undefined;
      sleeper.signal('SIGSTOP');
    };
    await ledger.signUp('ada@example.test');
    await vi.waitUntil(() => !smtp.before, PATIENCE);
    const [held] = await site.sql('SELECT id, status, attempt FROM jobs');
    expect(held).toMatchObject({ status: 'RUNNING', attempt: 1 });
    await site.endLeases();
    await site.startWorker();
    await vi.waitFor(
      async () => expect(await site.sql('SELECT status, attempt FROM jobs')).toEqual([{ status: 'DONE', attempt: 2 }]),
      PATIENCE,
    );
    const [done] = await site.sql('SELECT * FROM jobs');
    sleeper.signal('SIGCONT');
    // It sends what it had begun, has sent it already, or finds that it has slept too long for its connection.
    sleeper.signal('SIGTERM');
    expect(await sleeper.ended).toEqual({ code: 0, signal: null });
    expect(await site.sql('SELECT * FROM jobs')).toEqual([done]);
    await ledger.settle({ copies: () => 2 });
  },
);
