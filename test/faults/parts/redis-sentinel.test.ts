import { test, vi } from 'vitest';
import { prepareSite } from '../../kit/processes.ts';
import { queues } from '../../kit/redis.ts';
import { startSentinels } from '../../kit/sentinels.ts';
import { rideOut } from './ride-out.ts';

const FAILOVER = { timeout: 60_000, interval: 100 };

test.for(queues.filter((queue) => queue === 'Redis'))(
  'R59, R62, R64, I1, I6: a %s with Sentinels whose primary is killed delays no answer, loses no mail, and rings at the new one',
  async (_, { expect, onTestFinished }) => {
    const [site, watched] = await Promise.all([prepareSite('PostgreSQL', onTestFinished), startSentinels(onTestFinished)]);
    site.environment['REDIS_URL'] = watched.url;
    const fail = async () => {
      const lost = await watched.primary();
      await lost.kill();
      await vi.waitUntil(async () => (await watched.primary()).url !== lost.url, FAILOVER);
    };
    await rideOut(site, fail, expect);
  },
);
