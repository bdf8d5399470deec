import { beforeAll, expect, test } from 'vitest';
import { payloadSchemas } from '../../../../domain/jobs/jobs.ts';
import { findToken } from '../../../kit/people.ts';
import { present } from '../../../kit/present.ts';
import type { Queue } from '../../../kit/redis.ts';
import { isWhole } from '../../extent.ts';
import type { Ground } from '../act.ts';
import { differences, SAME, snapshots, startSnapshots } from '../snapshot.ts';
import { causes } from './causes.ts';
import { dieAt, momentsOfWorker, tellingMoments } from './dying-worker.ts';

/** For the short run: one with SQL alone, and one with a mail. */
const SHORT = ['requestPasswordReset'];

/** In so many causes a step is tried that is the same in all of them. */
const OFTEN_ENOUGH = 2;

type Death = { tag: string; moment: string; hasDied: boolean };
type Tried = { uninterrupted: string; deaths: Death[] };

/**
 * Kills a worker at every moment of every kind of job, lets the lease end and another worker go on, and compares what is there then
 * with what is there without the death.
 */
export function testEveryJob(ground: Ground, queue: Queue): void {
  const names = isWhole ? Object.keys(causes) : SHORT;
  const tried = new Map<string, Tried>();
  const { gatehouse } = ground;
  let states: Map<string, string[]>;
  let count = 0;

  /** Every email goes through the same steps of SMTP, and every job is taken and finished in the same way. */
  const triedIn = new Map<string, Set<string>>();
  function isNew(moment: string, name: string): boolean {
    const step = moment.replace(/ #\d+$/, '');
    const causesOf = triedIn.get(step) ?? new Set();
    if (causesOf.size >= OFTEN_ENOUGH && !causesOf.has(name)) return false;
    triedIn.set(step, causesOf.add(name));
    return true;
  }

  async function newSubject(name: string): Promise<string> {
    const tag = `job${++count}x`;
    await present(causes[name])(ground, tag);
    return tag;
  }

  beforeAll(async () => {
    const start = await startSnapshots(gatehouse);
    await gatehouse.drain();
    const ofIdleWorkers = new Set(await momentsOfWorker(ground));
    for (const name of names) {
      const uninterrupted = await newSubject(name);
      const passed = await momentsOfWorker(ground);
      // What every worker does at its start is tried once.
      const telling = tellingMoments(passed, name === names[0] ? new Set() : ofIdleWorkers);
      const moments = telling.filter((moment) => isNew(moment, name));
      const deaths: Death[] = [];
      for (const moment of moments) {
        const tag = await newSubject(name);
        const hasDied = await dieAt(ground, moment);
        await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE status = 'RUNNING'");
        await gatehouse.drain();
        deaths.push({ tag, moment, hasDied });
      }
      tried.set(name, { uninterrupted, deaths });
    }
    states = await snapshots(gatehouse, start);
    const all = [...tried.values()].reduce((sum, { deaths }) => sum + deaths.length, 0);
    console.log(`queue on ${queue}: jobs after ${tried.size} acts, a worker killed at ${all} moments`);
  }, 5_400_000);

  test.for(names)(
    `R59, R60, R61, I1, I2: queue on ${queue}: a worker killed at any moment of the jobs after %s loses nothing`,
    (name) => {
      const { uninterrupted, deaths } = present(tried.get(name));
      const whole = present(states.get(uninterrupted));
      for (const { tag, moment } of deaths) {
        expect([moment, differences(present(states.get(tag)), [whole])]).toEqual([moment, SAME]);
        const mails = gatehouse.inbox.mails.filter(({ recipients }) => recipients.some((to) => to.startsWith(`${tag}`)));
        for (const copies of Map.groupBy(mails, ({ messageId }) => messageId).values()) {
          expect([moment, copies.length]).toEqual([moment, expect.toSatisfy((copy: number) => copy <= 2)]);
          expect(new Set(copies.map(findToken)).size).toBe(1);
        }
      }
    },
  );

  test('each was killed where it was meant to be', () => {
    const missed = [...tried].flatMap(([name, { deaths }]) =>
      deaths.flatMap(({ moment, hasDied }) => (hasDied ? [] : [`${name}: ${moment}`])),
    );
    expect(missed).toEqual([]);
  });

  test('no job is left', async () => {
    expect(await gatehouse.sql("SELECT name, status, last_error FROM jobs WHERE status <> 'DONE' AND due_at <= now()")).toEqual(
      [],
    );
  });

  if (!isWhole) return;
  test('every kind of job ran', async () => {
    const ran = await gatehouse.sql<{ name: string }>('SELECT DISTINCT name FROM jobs');
    // An answer to a stranger turns into the job of its mail.
    const kinds = Object.keys(payloadSchemas).filter((name) => name !== 'answerStranger');
    expect(ran.map(({ name }) => name).toSorted()).toEqual(kinds.toSorted());
  });
}
