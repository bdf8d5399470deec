import { setTimeout } from 'node:timers/promises';
import { type ExpectStatic, test } from 'vitest';
import { openDemoPortal } from '../../kit/admins.ts';
import { type Process, type ProcessSite, prepareSite } from '../../kit/processes.ts';
import { queues } from '../../kit/redis.ts';
import { isWhole } from '../extent.ts';
import { inTurn } from './in-turn.ts';
import { openLedger } from './ledger.ts';
import { startRudeServer } from './rude-smtp.ts';

const PEOPLE = isWhole ? 10_000 : 500;
const AT_ONCE = 16;
/** Between two tries of a person whose server is just not there. */
const AGAIN_MS = 50;

/** One after the other, so that two of these do not take the machine from each other. */
for (const queue of queues) {
  test(`R59, R60, R65, I1, I2, I6: queue on ${queue}: of ${PEOPLE} sign-ups, with server and worker replaced in the middle, none is lost and none mailed twice`, async ({
    expect,
    onTestFinished,
  }) => {
    const [site, smtp] = await Promise.all([prepareSite(queue, onTestFinished), startRudeServer(onTestFinished)]);
    Object.assign(site.environment, { SMTP_URL: smtp.url, CLIENT_LIMIT: 'off' });
    let processes = await start(site);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => smtp.accepted, expect);
    const replaced = (async () => {
      for (const share of [1 / 3, 2 / 3]) {
        while (ledger.outcomes.size < share * PEOPLE) await setTimeout(10);
        await end(processes, expect);
        processes = await start(site);
      }
    })();
    await inTurn(AT_ONCE, async (number) => {
      const email = `person-${number}@example.test`;
      // An answer that did not come promised nothing; people try again.
      while (number < PEOPLE && (await ledger.signUp(email)) === 'unanswered') await setTimeout(AGAIN_MS);
      return number < PEOPLE;
    });
    await replaced;
    await ledger.settle();
    expect([...ledger.outcomes.values()].filter((outcome) => outcome === 'promised')).toHaveLength(PEOPLE);
    expect(smtp.accepted).toHaveLength(PEOPLE);
    expect(await site.sql('SELECT count(*)::int FROM developers')).toEqual([{ count: PEOPLE }]);
    expect(await site.sql('SELECT status, count(*)::int FROM jobs GROUP BY status')).toEqual([
      { status: 'DONE', count: PEOPLE },
    ]);
  });
}

const start = (site: ProcessSite): Promise<Process[]> => Promise.all([site.startServer(), site.startWorker()]);

async function end(processes: Process[], expect: ExpectStatic): Promise<void> {
  for (const { signal } of processes) signal('SIGTERM');
  for (const { ended } of processes) expect(await ended).toEqual({ code: 0, signal: null });
}
