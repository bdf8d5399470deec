import { setTimeout } from 'node:timers/promises';
import { inject, test, vi } from 'vitest';
import { openDemoPortal } from '../../kit/admins.ts';
import { query } from '../../kit/database.ts';
import { present } from '../../kit/present.ts';
import { PATIENCE, prepareSite } from '../../kit/processes.ts';
import { queues } from '../../kit/redis.ts';
import { isWhole } from '../extent.ts';
import { inTurn } from './in-turn.ts';
import { openLedger, takenBy } from './ledger.ts';

const PEOPLE = isWhole ? 300 : 100;
const AT_ONCE = 5;
const FEWEST_CUTS = 20;
/** Between two cuts of a connection. */
const PAUSE_MS = 25;

test.concurrent.for(queues)(
  'R59, R60, I1, I5, I6: queue on %s: while the connections to PostgreSQL are cut one by one, no promise is lost, and no mail goes out twice',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    site.environment['CLIENT_LIMIT'] = 'off';
    await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => takenBy(site.inbox.mails), expect);
    let isOver = false;
    let cuts = 0;
    const cut = `SELECT pg_terminate_backend(pid) AS cut FROM pg_stat_activity
      WHERE datname = $1 AND application_name LIKE 'gatehouse%' ORDER BY random() LIMIT 1`;
    const cutting = (async () => {
      const database = present(site.databaseUrl.split('/').at(-1));
      while (!isOver) {
        cuts += (await query(inject('databaseUrl'), cut, [database])).length;
        await setTimeout(PAUSE_MS);
      }
    })();
    await inTurn(AT_ONCE, async (number) => {
      if (number < PEOPLE) await ledger.signUp(`person-${number}@example.test`);
      return number < PEOPLE;
    });
    await vi.waitUntil(() => cuts > FEWEST_CUTS, PATIENCE);
    isOver = true;
    await cutting;
    await ledger.settle({ mayHaveCommitted: true });
  },
);
