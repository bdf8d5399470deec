import { afterAll, expect, test } from 'vitest';
import { startInstallation } from '../../kit/installation.ts';
import { type Queue, queues, startRedis } from '../../kit/redis.ts';
import { isWhole } from '../extent.ts';
import { tally } from './command.ts';
import { ACTS } from './commands.ts';
import { kept } from './kept.ts';
import { runKept, runSeed } from './run-model.ts';
import { type Ground, openGround } from './world.ts';

/** `MODEL_SEED=7` runs the acts of this seed alone; with `MODEL_PATH` and `MODEL_REPLAY`, those that a failure was shrunk to. */
const { MODEL_SEED: given, MODEL_PATH: path, MODEL_REPLAY: replayPath } = process.env;

/** Seeds that run each time, and how long fresh ones follow. Each backend has half of the machine. */
const FIXED_SEEDS = isWhole ? 60 : 4;
const FRESH_MS = isWhole ? 180_000 : 12_000;
/** On a machine that does other things too, the fixed seeds end here. */
const LONGEST_FIXED_MS = isWhole ? 180_000 : 15_000;

/** Anew each time. A failure names its seed. */
const fresh = Math.trunc(Math.random() * 2 ** 31);

async function openQueue(queue: Queue): Promise<Ground> {
  const redis = queue === 'Redis' ? await startRedis((end) => afterAll(end as () => Promise<void>)) : null;
  const ground = await openGround(await startInstallation({ CLIENT_LIMIT: 'off', ...(redis && { REDIS_URL: redis.url }) }));
  afterAll(ground.close);
  return ground;
}

const grounds = new Map<Queue, Ground>();
for (const queue of queues) grounds.set(queue, await openQueue(queue));

afterAll(() => {
  const lines = Object.keys(ACTS).map((name) => `${String(tally.get(name) ?? 0).padStart(6)} ${name}`);
  const sum = [...tally.values()].reduce((one, other) => one + other, 0);
  process.stdout.write(`The model: ${sum} acts, fresh seeds from ${fresh}\n${lines.join('\n')}\n`);
});

const groundOf = (queue: Queue): Ground => {
  const ground = grounds.get(queue);
  if (!ground) throw new Error(queue);
  return ground;
};

test.concurrent.for(queues)(
  'I1, I3, I4: queue on %s: random acts do what a model says, and its six invariants hold after each',
  { timeout: 600_000 },
  async (queue) => {
    const ground = groundOf(queue);
    if (given) return await runSeed(ground, Number(given), { path, replayPath });
    for (const { acts } of kept) await runKept(ground, acts);
    const began = performance.now();
    for (let seed = 1; seed <= FIXED_SEEDS && performance.now() - began < LONGEST_FIXED_MS; seed++) await runSeed(ground, seed);
    const freshBegan = performance.now();
    for (let seed = fresh; performance.now() - freshBegan < FRESH_MS; seed++) await runSeed(ground, seed);
  },
);

test('the model knows at least thirty acts', () => {
  expect(Object.keys(ACTS).length).toBeGreaterThanOrEqual(30);
});
