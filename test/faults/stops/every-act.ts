import { beforeAll, expect, test } from 'vitest';
import { schema } from '../../../schema/index.ts';
import { adminConfirm } from '../../kit/confirm.ts';
import { ADMIN } from '../../kit/installation.ts';
import { succeed } from '../../kit/mutate.ts';
import { present } from '../../kit/present.ts';
import type { Queue } from '../../kit/redis.ts';
import { isWhole } from '../extent.ts';
import type { Ground } from './act.ts';
import { acts } from './acts/index.ts';
import { differences, idsIn, SAME, snapshots } from './snapshot.ts';
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

type Tried = { untouched: Subject; once: Subject; twice: Subject; answer: unknown; killed: Killed[] };

/** What an act may leave behind: nothing, all of it, or all of it twice after it was sent again. */
type Ends = { nothing: string[]; once: string[]; twice: string[] };

/** A confirmation of the OWNER counts for ten minutes. */
const CONFIRM_EVERY_MS = 5 * 60_000;
const confirmedAt = new WeakMap<Ground, number>();
async function confirmOwner(ground: Ground): Promise<void> {
  const last = confirmedAt.get(ground);
  if (last !== undefined && performance.now() - last < CONFIRM_EVERY_MS) return;
  await succeed(adminConfirm(ground.gatehouse, { password: ADMIN.password }, ground.owner));
  confirmedAt.set(ground, performance.now());
}

let count = 0;
async function newSubject(ground: Ground, name: string): Promise<Subject> {
  const tag = `s${++count}x`;
  try {
    await confirmOwner(ground);
    return { tag, send: await present(acts[name])(ground, tag) };
  } catch (error) {
    throw new Error(`${name} could not be prepared`, { cause: error });
  }
}

/** A few acts at a time, so that what they need lives until it is sent again: a challenge lives for five minutes. */
const GROUP = 8;

async function tryGroup(ground: Ground, group: string[]): Promise<Map<string, Tried>> {
  const { gatehouse } = ground;
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
  const counted = await countMoments(
    gatehouse,
    [...tried.values()].map(({ once }) => once),
  );
  const stops: (Stop & { name: string })[] = [];
  for (const [name, act] of tried) {
    const { answer, moments } = present(counted.get(act.once.tag));
    act.answer = answer;
    stops.push(...moments.map((moment) => ({ name, moment, prepare: () => newSubject(ground, name) })));
  }
  // Different acts side by side seldom wait for each other.
  stops.sort((one, other) => one.moment.number - other.moment.number);
  const killed = await runWaves(gatehouse, stops);
  for (const [at, { name }] of stops.entries()) present(tried.get(name)).killed.push(present(killed[at]));
  return tried;
}

/** Kills a server at every moment of every act, and tells what is left behind. */
export function testEveryAct(ground: Ground, queue: Queue): void {
  const tried = new Map<string, Tried>();
  const after = new Map<string, string[]>();
  const repeated = new Map<string, string[]>();
  const unexpected = new Map<string, unknown>();
  const untried = new Map<string, unknown>();

  beforeAll(async () => {
    const { gatehouse } = ground;
    const shared = await idsIn(gatehouse);
    for (let at = 0; at < names.length; at += GROUP) {
      const few = names.slice(at, at + GROUP);
      const group = await tryGroup(ground, few).catch((error) => {
        for (const name of few) untried.set(name, error);
        return new Map<string, Tried>();
      });
      await gatehouse.drain();
      const all = [...group.values()].flatMap(({ untouched, once, twice, killed }) => [untouched, once, twice, ...killed]);
      const tags = all.map(({ tag }) => tag);
      for (const [tag, lines] of await snapshots(gatehouse, tags, shared)) after.set(tag, lines);
      // The client did not hear of it, and asks again.
      for (const { tag, send } of [...group.values()].flatMap(({ killed }) => killed)) {
        await send(gatehouse).catch((error) => unexpected.set(tag, error));
      }
      await gatehouse.drain();
      for (const [tag, lines] of await snapshots(gatehouse, tags, shared)) repeated.set(tag, lines);
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
      const of = (from: Map<string, string[]>, { tag }: { tag: string }) =>
        present(from.get(tag)).filter((line) => !OF_OTHERS[name]?.test(line));
      const ends: Ends = { nothing: of(after, untouched), once: of(after, once), twice: of(after, twice) };
      expect(killed.length).toBeGreaterThan(0);
      for (const subject of killed) {
        const where = `${name} at ${subject.moment.kind} ${subject.moment.number}`;
        // A ring can go out with that of an act before it.
        expect([where, subject.outcome]).toEqual([where, subject.moment.kind === 'ring' ? expect.any(String) : 'HELD']);
        const possible = subject.answer === null ? [ends.nothing, ends.once] : [ends.once];
        expect([where, differences(of(after, subject), possible)]).toEqual([where, SAME]);
        expect([where, unexpected.get(subject.tag)]).toEqual([where, undefined]);
        expect([`${where}, and again`, differences(of(repeated, subject), [ends.once, ends.twice])]).toEqual([
          `${where}, and again`,
          SAME,
        ]);
      }
    },
  );
}
