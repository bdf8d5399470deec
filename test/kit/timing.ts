import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { hashPassword } from '../../domain/passwords/hash.ts';

/** requirements.md, "same timing": what has to hold together for two samples of times to tell their classes apart. */
const LARGEST_RATIO = 0.2;
export const LARGEST_DIFFERENCE_MS = 10;
/** The normal deviate of a two-sided p of 1e-4. */
const LARGEST_DEVIATE = 3.8906;

const WARM_UPS = 20;
const SAMPLES = 100;
/** On a machine that is busy with something else, this many have to do once the time is up: a skipped hash shows in ten. */
const FEWEST_SAMPLES = 30;
const PATIENCE_MS = 4_000;
/** Requests that one class needs in one run. */
export const REQUESTS = WARM_UPS + SAMPLES;

/**
 * Milliseconds that each request of each class took: interleaved, over one connection.
 * @param patienceMs after which a few samples will do
 */
export async function sampleTimes(
  url: string,
  classes: Record<string, (at: number) => { query: string; variables: object }>,
  { samples = SAMPLES, patienceMs = PATIENCE_MS } = {},
): Promise<Record<string, number[]>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const entries = Object.entries(classes);
  const times: Record<string, number[]> = Object.fromEntries(entries.map(([name]) => [name, []]));
  const until = performance.now() + patienceMs;
  for (let at = 0; at < WARM_UPS + samples; at++) {
    if (at >= WARM_UPS + FEWEST_SAMPLES && performance.now() > until) break;
    // Another class comes first each time, so that none is always the one after a slow one.
    const turned = [...entries.slice(at % entries.length), ...entries.slice(0, at % entries.length)];
    for (const [name, make] of turned) {
      const body = JSON.stringify(make(at));
      const from = performance.now();
      await post(`${url}/graphql`, agent, body);
      if (at >= WARM_UPS) times[name]?.push(performance.now() - from);
    }
  }
  agent.destroy();
  return times;
}

const post = (url: string, agent: Agent, body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    request(url, { method: 'POST', agent, headers }, async (response) => resolve(await text(response)))
      .on('error', reject)
      .end(body);
  });

/** Milliseconds of the processor that this process spends meanwhile, whoever else wants it: the server runs in it, as the client does. */
async function cpuOf(act: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** The least that an act costs of this processor in three rounds, in hashes of a password, which are the same work on every machine. */
export async function hashesWorthOf(act: () => Promise<unknown>): Promise<number> {
  const [cost, hash] = [[], []] as [number[], number[]];
  for (let round = 0; round < 3; round++) {
    hash.push(await cpuOf(() => hashPassword('nine green kites landed')));
    cost.push(await cpuOf(act));
  }
  return Math.min(...cost) / Math.min(...hash);
}

/** Milliseconds that hashing a password takes on this machine. */
export async function timeOfHash(): Promise<number> {
  const times = [];
  for (let round = 0; round < 11; round++) {
    const from = performance.now();
    await hashPassword('nine green kites landed');
    times.push(performance.now() - from);
  }
  return median(times);
}

/**
 * The pairs of classes whose times a stranger could tell apart, in words.
 * @param largestDifference of the medians, in milliseconds, that is let pass
 * @param largestRatio the same, as a share of the time
 */
export function tellApart(times: Record<string, number[]>, largestDifference: number, largestRatio = LARGEST_RATIO): string[] {
  const classes = Object.entries(times);
  return classes.flatMap(([a, timesOfA], index) =>
    classes.slice(index + 1).flatMap(([b, timesOfB]) => {
      const [medianOfA, medianOfB] = [median(timesOfA), median(timesOfB)];
      const difference = Math.abs(medianOfA - medianOfB);
      const isTold =
        difference > largestDifference &&
        difference > largestRatio * Math.max(medianOfA, medianOfB) &&
        Math.abs(mannWhitney(timesOfA, timesOfB)) > LARGEST_DEVIATE;
      return isTold ? [`${a} takes ${medianOfA.toFixed(1)} ms, ${b} ${medianOfB.toFixed(1)} ms`] : [];
    }),
  );
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

/** The Mann-Whitney U as a normal deviate; times in nanoseconds have no ties to speak of. */
export function mannWhitney(a: number[], b: number[]): number {
  const ranked = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))];
  ranked.sort((one, other) => one.value - other.value);
  const rankSum = ranked.reduce((sum, { isA }, index) => sum + (isA ? index + 1 : 0), 0);
  const u = rankSum - (a.length * (a.length + 1)) / 2;
  const mean = (a.length * b.length) / 2;
  return (u - mean) / Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
}
