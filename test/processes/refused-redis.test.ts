import { test } from 'vitest';
import { present } from '../kit/present.ts';
import { prepareSite, startProcess } from '../kit/processes.ts';
import { type OnTestFinished, queues, startRedis } from '../kit/redis.ts';
import { startCluster } from '../kit/redis-cluster.ts';
import { startSentinels } from '../kit/sentinels.ts';

const onRedis = queues.filter((queue) => queue === 'Redis');
const at = (url: string) => new URL(url).host;

/** One of each kind. The single one asks for a password. */
async function startEach(onTestFinished: OnTestFinished) {
  const [single, { nodes }, watched] = await Promise.all([
    startRedis(onTestFinished, { requirepass: 'secret-word' }),
    startCluster(onTestFinished),
    startSentinels(onTestFinished),
  ]);
  const primary = await watched.primary();
  const replica = present(watched.nodes.find(({ url }) => url !== primary.url));
  return {
    single: at(single.url),
    node: at(present(nodes[0]).url),
    sentinel: present(watched.sentinels[0]).host,
    replica: at(replica.url),
  };
}

test.for(onRedis)(
  '%s: an URL that leads to something else is refused at the start, in words',
  async (_, { expect, onTestFinished }) => {
    const site = await prepareSite('PostgreSQL', onTestFinished);
    const { single, node, sentinel, replica } = await startEach(onTestFinished);
    const toSentinels = 'redis-sentinel://one:26379,two:26379/mymaster';
    const cases = [
      [`redis://${node}`, `REDIS_URL names one node of a Cluster, ${node}: write redis-cluster://one:6379,two:6379.`],
      [`redis://${sentinel}`, `REDIS_URL names a Sentinel, ${sentinel}: write ${toSentinels}, with the name of the primary.`],
      [
        `redis://${replica}`,
        `REDIS_URL names a replica, ${replica}, which takes no writes: name its primary, or its Sentinels: ${toSentinels}.`,
      ],
      [
        `redis-cluster://:secret-word@${single}`,
        `REDIS_URL is for a Cluster, and ${single} is a single Redis: write redis://host:6379.`,
      ],
      [
        `redis-sentinel://${sentinel},${single}/gatehouse?sentinel_password=secret-word`,
        `REDIS_URL is for Sentinels, and ${single} is none: name the Sentinels, or write redis://host:6379 for one Redis.`,
      ],
      [
        `redis-sentinel://${sentinel}/mymaster`,
        'REDIS_URL names a primary that its Sentinels do not know, mymaster: write one that they know, such as gatehouse.',
      ],
    ];
    for (const [index, [REDIS_URL = '', reason]] of cases.entries()) {
      const { ended, output } = startProcess(index % 2 ? 'dist/server.js' : 'dist/worker.js', {
        ...site.environment,
        REDIS_URL,
      });
      expect([await ended, ...output.filter((line) => !line.startsWith('[WARN]'))]).toEqual([
        { code: 1, signal: null },
        reason,
      ]);
    }
  },
);

test.for(onRedis)('%s: what it is shows only after the start: then the log says so', async (_, { onTestFinished }) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const primary = await startRedis(onTestFinished);
  const replica = await startRedis(onTestFinished, { replicaof: `127.0.0.1 ${new URL(primary.url).port}` });
  site.environment['REDIS_URL'] = replica.url;
  replica.signal('SIGSTOP');
  const worker = await site.startWorker();
  replica.signal('SIGCONT');
  await worker.says(`REDIS_URL names a replica, ${at(replica.url)}, which takes no writes`);
});
