import { beforeAll, expect, test } from 'vitest';
import { schema } from '../../../schema/index.ts';
import { present } from '../../kit/present.ts';
import type { Queue } from '../../kit/redis.ts';
import { isWhole } from '../extent.ts';
import { type Ground, isSuccess } from './act.ts';
import { acts } from './acts/index.ts';
import { confirmOwner } from './ground.ts';
import { differences, SAME, type Start, snapshots, startSnapshots } from './snapshot.ts';
import { countMoments, type Killed, runWaves, type Stop, type Subject } from './waves.ts';

/** For the short run: each way of writing, once. */
const SHORT = [
  'signUp',
  'verifyEmail',
  'setPassword',
  'logIn',
  'approveDevelopers',
  'approveAll',
  'confirmEmailChange',
  'setApprovalRules',
];

/** `ACTS=signUp,logIn` tries these alone. */
const named = process.env['ACTS']?.split(',');
const names = named ?? (isWhole ? Object.keys(acts) : SHORT);

/** An OWNER of all portals is also told of what happens to other subjects, and all subjects share one installation. */
const OF_OTHERS: Record<string, RegExp> = {
  updateInstallation: /^(jobs|new_request_notices|mail) |^admin_tokens .*ADMIN_DECIDE|^events .*"installation\.updated"/,
  resetAdminSecondFactor: /^jobs .*"sendAdminSecondFactorResetEmail"/,
};

/** What is refused, such as a recovery code that is sent again, a process sums up in the minute after it, whatever happens then. */
const SUMMED_UP = /^events .*"type": "(log-in|token|act)\.(refused|throttled)"/;

/** Their last statement notes what status the answer tells, and comes after the rest is done. Who heard no answer was not told. */
const TOLD_LAST = ['confirmSso', 'openRegistration'];

type Tried = { untouched: Subject; once: Subject; twice: Subject; answer: unknown; killed: Killed[] };

/** What an act may leave behind: nothing, all of it, or all of it twice after it was sent again. */
type Ends = { nothing: string[]; once: string[]; twice: string[] };

let count = 0;
async function newSubject(ground: Ground, name: string): Promise<Subject> {
  const tag = `act${++count}x`;
  try {
    await confirmOwner(ground);
    return { tag, send: await present(acts[name])(ground, tag) };
  } catch (error) {
    throw new Error(`${name} could not be prepared`, { cause: error });
  }
}

/** So many acts share a run that only counts, and waves. */
const GROUP = 16;

type Snapshots = Map<string, string[]>;

/** What is left of each subject by its tag: of a killed act, and after it was sent again; and what sending it again threw. */
type Left = { after: Snapshots; repeated: Snapshots; unexpected: Map<string, unknown> };

async function tryGroup(ground: Ground, group: string[], left: Left): Promise<Map<string, Tried>> {
  const { gatehouse } = ground;
  const start = await startSnapshots(gatehouse);
  const tried = new Map<string, Tried>();
  for (const name of group) {
    const [untouched, once, twice] = [
      await newSubject(ground, name),
      await newSubject(ground, name),
      await newSubject(ground, name),
    ];
    await twice.send(gatehouse);
    await gatehouse.drain();
    await twice.send(gatehouse);
    tried.set(name, { untouched, once, twice, answer: null, killed: [] });
  }
  const subjects = [...tried.values()].map(({ once }) => once);
  const counted = await countMoments(gatehouse, subjects);
  const references = [...tried.values()].flatMap(({ untouched, once, twice }) => [untouched, once, twice]);
  await take(ground, start, references, left.after);
  const stops: (Stop & { name: string })[] = [];
  for (const [name, act] of tried) {
    const { answer, moments } = present(counted.get(act.once.tag));
    act.answer = answer;
    stops.push(...moments.map((moment) => ({ name, moment, prepare: () => newSubject(ground, name) })));
  }
  // Different acts side by side seldom wait for each other.
  stops.sort((one, other) => one.moment.number - other.moment.number);
  const killed = await runWaves(gatehouse, stops, async (wave) => {
    await take(ground, start, wave, left.after);
    // The client did not hear of it, and asks again: at once, because what an act needs may live for a minute only.
    for (const { tag, send } of wave) await send(gatehouse).catch((error) => left.unexpected.set(tag, error));
    await take(ground, start, wave, left.repeated);
  });
  for (const [at, { name }] of stops.entries()) present(tried.get(name)).killed.push(present(killed[at]));
  return tried;
}

/** Lets all jobs run, and notes what is left of the subjects. */
async function take({ gatehouse }: Ground, start: Start, subjects: Subject[], into: Snapshots): Promise<void> {
  await gatehouse.drain();
  const taken = await snapshots(gatehouse, start);
  for (const { tag } of subjects) into.set(tag, taken.get(tag) ?? []);
}

/** Kills a server at every moment of every act, and tells what is left behind. */
export function testEveryAct(ground: Ground, queue: Queue): void {
  const tried = new Map<string, Tried>();
  const left: Left = { after: new Map(), repeated: new Map(), unexpected: new Map() };
  const untried = new Map<string, unknown>();

  beforeAll(async () => {
    for (let at = 0; at < names.length; at += GROUP) {
      const few = names.slice(at, at + GROUP);
      const group = await tryGroup(ground, few, left).catch((error) => {
        for (const name of few) untried.set(name, error);
        return new Map<string, Tried>();
      });
      for (const [name, act] of group) tried.set(name, act);
    }
    const moments = [...tried.values()].reduce((sum, { killed }) => sum + killed.length, 0);
    console.log(`queue on ${queue}: ${tried.size} acts, a server killed at ${moments} moments`);
  }, 5_400_000);

  test('every mutation can be tried', () => {
    expect(Object.keys(acts).toSorted()).toEqual(Object.keys(schema.getMutationType()?.getFields() ?? {}).toSorted());
  });

  test.for(names)(
    `R58, I1, I3: queue on ${queue}: a server killed at any moment of %s leaves all of it behind or nothing, and it can be sent again`,
    (name) => {
      if (untried.has(name)) throw untried.get(name);
      const { untouched, once, twice, answer: uninterrupted, killed } = present(tried.get(name));
      expect(uninterrupted).toMatchObject({ __typename: expect.stringMatching(/Success$/) });
      const of = (from: Snapshots, { tag }: Subject) =>
        present(from.get(tag)).filter((line) => !SUMMED_UP.test(line) && !OF_OTHERS[name]?.test(line));
      const ends: Ends = { nothing: of(left.after, untouched), once: of(left.after, once), twice: of(left.after, twice) };
      const untold = TOLD_LAST.includes(name) ? [ends.once.map(notTold)] : [];
      const unheard = [ends.nothing, ends.nothing.map(counted), ends.once, ...untold];
      expect(killed.length).toBeGreaterThan(0);
      for (const subject of killed) {
        const { moment, outcome, tag } = subject;
        const where = `${name} at ${moment.kind} ${moment.number}`;
        expect([where, outcome]).toEqual([where, expect.toBeOneOf(outcomes(moment))]);
        const possible = isSuccess(subject.answer) ? [ends.once] : unheard;
        expect([where, differences(of(left.after, subject), possible)]).toEqual([where, SAME]);
        expect([where, left.unexpected.get(tag)]).toEqual([where, undefined]);
        expect([`${where}, and again`, differences(of(left.repeated, subject), [ends.once, ends.twice])]).toEqual([
          `${where}, and again`,
          SAME,
        ]);
      }
    },
  );
}

const notTold = (line: string): string => line.replace('"status_told_at": "TIME"', '"status_told_at": null');

/** A try of a challenge is counted before the code is looked at, so that killing the server gives nobody a free try. */
const counted = (line: string): string => line.replace('"tries": 0', '"tries": 1');

/** A ring can go out with that of an act before it. */
const outcomes = ({ kind }: Killed['moment']): Killed['outcome'][] =>
  kind === 'ring' ? ['HELD', 'ANSWERED', 'CUT'] : ['HELD'];
