import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { test, vi } from 'vitest';
import { REDIS_SILENCE_MS } from '../../../doorbell/connect-redis.ts';
import { prepareSite } from '../../kit/processes.ts';
import { queues, type RedisServer } from '../../kit/redis.ts';
import { PRIMARY, startSentinels, type Watched } from '../../kit/sentinels.ts';
import { isWhole } from '../extent.ts';
import { rideOut } from './ride-out.ts';

const FAILOVER = { timeout: 60_000, interval: 100 };
const SILENCE_MS = REDIS_SILENCE_MS + 2_000;

type Fail = (watched: Watched, primary: RedisServer) => Promise<unknown>;

const isReplaced = ({ primary }: Watched, lost: RedisServer) =>
  vi.waitUntil(async () => (await primary()).url !== lost.url, FAILOVER);

const all: Record<string, Fail> = {
  'whose primary is killed': async (watched, primary) => {
    await primary.kill();
    await isReplaced(watched, primary);
  },
  'whose primary is killed together with the first Sentinel of REDIS_URL': async (watched, primary) => {
    await Promise.all([primary.kill(), watched.sentinels[0]?.kill()]);
    await isReplaced(watched, primary);
  },
  'whose primary hangs (SIGSTOP) and comes back as a replica': async (watched, primary) => {
    primary.signal('SIGSTOP');
    await isReplaced(watched, primary);
    await setTimeout(SILENCE_MS);
    primary.signal('SIGCONT');
  },
  'whose operator asks for a failover': async (watched, primary) => {
    const client = new Redis(`redis://${watched.sentinels[0]?.host}`);
    await client.call('SENTINEL', 'FAILOVER', PRIMARY);
    client.disconnect();
    await isReplaced(watched, primary);
  },
};
const SHORT = ['whose primary is killed'];
const cases = Object.entries(all).filter(([name]) => isWhole || SHORT.includes(name));

test.for(queues.filter((queue) => queue === 'Redis').flatMap(() => cases))(
  'R59, R62, R64, I1, I6: a Redis %s delays no answer and loses no mail, and rings at the new primary',
  async ([, fail], { expect, onTestFinished }) => {
    const [site, watched] = await Promise.all([prepareSite('PostgreSQL', onTestFinished), startSentinels(onTestFinished)]);
    onTestFinished(() => watched.nodes.forEach(({ signal }) => void signal('SIGCONT')));
    site.environment['REDIS_URL'] = watched.url;
    await rideOut(site, async () => void (await fail(watched, await watched.primary())), expect);
  },
);
