import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { examine } from '../../commands/doctor/examine.ts';
import { cloneDatabase } from '../kit/database.ts';
import { present } from '../kit/present.ts';
import { queues, startRedis } from '../kit/redis.ts';
import { startCluster } from '../kit/redis-cluster.ts';
import { CERTIFICATE, KEY, withTls } from '../kit/redis-tls.ts';
import { startSentinels } from '../kit/sentinels.ts';

const onRedis = queues.filter((queue) => queue === 'Redis');

/** What the doctor says of a queue. */
async function opened(): Promise<(url: string) => Promise<unknown>> {
  const environment = {
    DATABASE_URL: await cloneDatabase(),
    SMTP_URL: 'smtp://127.0.0.1:9',
    SECRET_KEY: randomBytes(32).toString('base64'),
    MAIL_FROM: 'no-reply@localhost',
  };
  return async (REDIS_URL) => {
    const all = await examine({ ...environment, REDIS_URL }, {}, () => undefined);
    const { result, said, todo } = present(all.find(({ check }) => check === 'queue'));
    return todo ? [result, said, todo] : [result, said];
  };
}

test.for(onRedis)('one %s: away, careless, and as it should be', async (_, { onTestFinished }) => {
  const look = await opened();
  const [away, reason] = (await look('redis://:secret-word@127.0.0.1:9')) as string[];
  expect([away, reason]).toEqual(['FAULT', expect.stringContaining('ECONNREFUSED')]);
  expect(reason).not.toContain('secret-word');
  const careless = await startRedis(onTestFinished, { 'maxmemory-policy': 'allkeys-lru', appendonly: 'no' });
  expect(await look(careless.url)).toMatchObject([
    'FAULT',
    expect.stringMatching(/allkeys-lru, not noeviction; appendonly is off$/),
    expect.anything(),
  ]);
  const { url } = await startRedis(onTestFinished);
  expect(await look(url)).toEqual(['ok', expect.stringMatching(/^on Redis [\d.]+$/)]);
});

test.for(onRedis)('a Cluster on %s: as it should be, down, and careless', async (_, { onTestFinished }) => {
  const look = await opened();
  const { url, nodes } = await startCluster(onTestFinished);
  expect(await look(url)).toEqual(['ok', expect.stringMatching(/^on Redis [\d.]+, a Cluster of 3 primaries$/)]);
  await present(nodes[2]).kill();
  await expect
    .poll(() => look(url), { timeout: 60_000 })
    .toEqual([
      'FAULT',
      expect.stringMatching(/: the Cluster does not take all keys \(cluster_state is fail\)/),
      'start the nodes that are down; redis-cli --cluster check names them',
    ]);
  const careless = await startCluster(onTestFinished, 0, { appendonly: 'no' });
  const [, said] = (await look(careless.url)) as string[];
  for (const node of careless.nodes) expect(said).toContain(`${new URL(node.url).host}: appendonly is off`);
});

test.for(onRedis)(
  'Sentinels on %s: as they should be, one away, too few, and an unknown primary',
  async (_, { onTestFinished }) => {
    const look = await opened();
    const { url, sentinels } = await startSentinels(onTestFinished);
    const todo = 'start the Sentinels that are down, or correct REDIS_URL';
    expect(await look(url)).toEqual(['ok', expect.stringMatching(/^on Redis [\d.]+, gatehouse of 3 Sentinels$/)]);
    expect(await look(url.replace(/gatehouse$/, 'mymaster'))).toEqual([
      'FAULT',
      'on Redis: REDIS_URL names a primary that its Sentinels do not know, mymaster',
      'write one that they know, such as gatehouse',
    ]);
    const [first, second] = sentinels;
    await first?.kill();
    expect(await look(url)).toEqual(['FAULT', expect.stringContaining(`: the Sentinel ${first?.host} is not reached`), todo]);
    await second?.kill();
    // The last one sees that it is alone after a while.
    await expect
      .poll(() => look(url), { timeout: 60_000 })
      .toEqual(['FAULT', expect.stringMatching(/could not fail over \(NOQUORUM /), todo]);
  },
);

test.for(onRedis)('TLS to %s, with a certificate of the client: with its own authority, and without it', async (_, context) => {
  const look = await opened();
  const settings = await withTls();
  await startRedis(context.onTestFinished, settings);
  const url = `rediss://127.0.0.1:${settings['tls-port']}`;
  const client = `ssl_certfile=${CERTIFICATE}&ssl_keyfile=${KEY}`;
  expect(await look(`${url}?ssl_ca_certs=${CERTIFICATE}&${client}`)).toEqual([
    'ok',
    expect.stringMatching(/^on Redis [\d.]+$/),
  ]);
  const [result, said] = (await look(`${url}?${client}`)) as string[];
  expect([result, said]).toEqual(['FAULT', expect.stringContaining('REDIS_URL is not reached: self-signed certificate')]);
});
