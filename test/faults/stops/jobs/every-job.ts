import { beforeAll, expect, test } from 'vitest';
import { payloadSchemas } from '../../../../domain/jobs/jobs.ts';
import { findToken } from '../../../kit/people.ts';
import { present } from '../../../kit/present.ts';
import type { Queue } from '../../../kit/redis.ts';
import type { Ground } from '../act.ts';
import { confirmOwner } from '../ground.ts';
import { differences, SAME, snapshots, startSnapshots } from '../snapshot.ts';
import { causes, foundBySweep } from './causes.ts';
import { COMMON, dieAt, isOfUpkeep, LEAST_RUN_MS, momentsOfWorker, stepOf, tellingMoments } from './dying-worker.ts';

/** `CAUSES=signUp,approveAll` tries these alone. */
const named = process.env['CAUSES']?.split(',');

/** In so many causes a step is tried that is the same in all of them. */
const OFTEN_ENOUGH = 2;

/** A job runs beside others, so a moment with a number is not always reached. */
const ATTEMPTS = 3;

const leastOf = (name: string): number => (foundBySweep.includes(name) ? LEAST_RUN_MS.sweeps : LEAST_RUN_MS.jobs);

type Death = { tag: string; moment: string; hasDied: boolean };
type Tried = { uninterrupted: string; deaths: Death[] };

const hasDiedAt = (moment: string, deaths: Death[]): boolean =>
  deaths.some((death) => death.hasDied && death.moment === moment);

/**
 * Kills a worker at every moment of every kind of job, lets the lease end and another worker go on, and compares what is there then
 * with what is there without the death.
 */
export function testEveryJob(ground: Ground, queue: Queue): void {
  const names = named ?? Object.keys(causes);
  const tried = new Map<string, Tried>();
  const untried = new Map<string, unknown>();
  const { gatehouse } = ground;
  let states: Map<string, string[]>;
  let count = 0;

  /** Every email goes through the same steps of SMTP, and every job is taken and finished in the same way. */
  const triedIn = new Map<string, Set<string>>();
  function isNew(moment: string, name: string): boolean {
    const step = stepOf(moment);
    const causesOf = triedIn.get(step) ?? new Set();
    if (causesOf.size >= OFTEN_ENOUGH && !causesOf.has(name)) return false;
    triedIn.set(step, causesOf.add(name));
    return true;
  }

  async function newSubject(name: string): Promise<string> {
    const tag = `job${++count}x`;
    await confirmOwner(ground);
    await present(causes[name])(ground, tag);
    return tag;
  }

  async function kill(name: string, moment: string): Promise<Death> {
    const tag = await newSubject(name);
    const hasDied = await dieAt(ground, moment, leastOf(name));
    await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE status = 'RUNNING'");
    // A sending domain that was taken is looked at again in 10 minutes; one that was looked at, in an hour at the earliest.
    await gatehouse.sql("UPDATE sender_domains SET next_check_at = now() WHERE next_check_at < now() + interval '11 minutes'");
    // Another worker goes on: with jobs, and with what only a sweep finds.
    await gatehouse.drain();
    if (foundBySweep.includes(name)) await momentsOfWorker(ground, leastOf(name));
    return { tag, moment, hasDied };
  }

  async function killAtAll(name: string, ofIdleWorkers: Set<string>): Promise<Tried> {
    const uninterrupted = await newSubject(name);
    const passed = await momentsOfWorker(ground, leastOf(name));
    const moments = tellingMoments(passed, ofIdleWorkers).filter((moment) => isNew(moment, name));
    const deaths: Death[] = [];
    for (const moment of moments) {
      for (let attempt = 0; attempt < ATTEMPTS && !hasDiedAt(moment, deaths); attempt++) deaths.push(await kill(name, moment));
    }
    return { uninterrupted, deaths };
  }

  beforeAll(async () => {
    const start = await startSnapshots(gatehouse);
    await gatehouse.drain();
    const ofIdleWorkers = new Set((await momentsOfWorker(ground)).map(stepOf));
    for (const name of names) {
      // What every worker does at its start is tried once.
      const isFirst = name === names[0];
      // One that cannot be tried fails alone.
      const [result] = await Promise.allSettled([killAtAll(name, isFirst ? new Set() : ofIdleWorkers)]);
      if (result.status === 'fulfilled') tried.set(name, result.value);
      else untried.set(name, result.reason);
    }
    states = await snapshots(gatehouse, start);
    const all = [...tried.values()].reduce((sum, { deaths }) => sum + deaths.length, 0);
    console.log(`queue on ${queue}: jobs after ${tried.size} acts, a worker killed at ${all} moments`);
  }, 5_400_000);

  test.for(names)(
    `R59, R60, R61, I1, I2: queue on ${queue}: a worker killed at any moment of the jobs after %s loses nothing`,
    (name) => {
      if (untried.has(name)) throw untried.get(name);
      const { uninterrupted, deaths } = present(tried.get(name));
      const whole = present(states.get(uninterrupted));
      for (const { tag, moment } of deaths) {
        expect([moment, differences(present(states.get(tag)), [whole])]).toEqual([moment, SAME]);
        const mails = gatehouse.inbox.mails.filter(({ recipients }) => recipients.some((to) => to.startsWith(`${tag}`)));
        for (const copies of Map.groupBy(mails, ({ messageId }) => messageId).values()) {
          expect([moment, copies.length]).toEqual([moment, expect.toSatisfy((copy: number) => copy <= 2)]);
          expect([moment, copies.map(findToken)]).toEqual([moment, copies.map(() => findToken(present(copies[0])))]);
        }
      }
    },
  );

  test('at each step of a job a worker was killed', () => {
    const reachedBy = (deaths: Death[]) => new Set(deaths.filter(({ hasDied }) => hasDied).map(({ moment }) => stepOf(moment)));
    const anywhere = reachedBy([...tried.values()].flatMap(({ deaths }) => deaths));
    const missed = [...tried].flatMap(([name, { deaths }]) => {
      const here = reachedBy(deaths);
      const steps = [...new Set(deaths.map(({ moment }) => stepOf(moment)))].filter((step) => !isOfUpkeep(step));
      // Which transactions there are beside those of the job is chance.
      return steps.filter((step) => !(COMMON.test(step) ? anywhere : here).has(step)).map((step) => `${name}: ${step}`);
    });
    expect(missed).toEqual([]);
  });

  test('no job is left', async () => {
    expect(await gatehouse.sql("SELECT name, status, last_error FROM jobs WHERE status <> 'DONE' AND due_at <= now()")).toEqual(
      [],
    );
  });

  if (named) return;
  test('every kind of job ran', async () => {
    const ran = await gatehouse.sql<{ name: string }>('SELECT DISTINCT name FROM jobs');
    // An answer to a stranger turns into the job of its mail.
    const kinds = Object.keys(payloadSchemas).filter((name) => name !== 'answerStranger');
    expect(ran.map(({ name }) => name).toSorted()).toEqual(kinds.toSorted());
  });
}
