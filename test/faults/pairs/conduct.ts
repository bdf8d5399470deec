import type { Client } from 'pg';
import { type Act, canGo, isAtRest, newAct, type Side } from './act.ts';
import { depend, type Footprint, footprintOf } from './footprints.ts';
import { begin } from './gate.ts';

export type Step = { side: Side; text: string; footprint: Footprint | null; wasBlocked: boolean };

/** A moment in which either act could go on, and A did. */
type Fork = { at: number; choices: Side[] };

export type Run = {
  steps: Step[];
  forks: Fork[];
  answers: Record<Side, unknown>;
};

/** Says who goes on where both can. */
export type Chooser = (fork: number) => Side;

const POLL_MS = 2;
/** A run takes some hundred milliseconds. Nothing of ours waits for so long. */
const PATIENCE_MS = 20_000;

/**
 * Runs two acts, one statement at a time.
 * @param choose is asked where both acts can go on, A has just run, or B has run something that its order with A's next statement may matter for.
 *   In between B goes on, because to stop it there would be the same as to stop it earlier or later.
 * @param watch a connection that tells who waits for whom
 */
export async function conduct(work: (side: Side) => Promise<unknown>, choose: Chooser | string, watch: Client): Promise<Run> {
  let notice: () => void = () => undefined;
  const acts = { A: newAct('A', () => notice()), B: newAct('B', () => notice()) };
  const both = [acts.A, acts.B];
  const steps: Step[] = [];
  const forks: Fork[] = [];
  const choices: Side[] = [];
  const until = performance.now() + PATIENCE_MS;

  let ended = 0;
  let endedAtLook = 0;
  const settle = async (): Promise<void> => {
    while (true) {
      const isStill = both.every(isAtRest);
      const running = both.filter((act) => act.running);
      // Who was blocked may go on by itself once the other has committed.
      if (isStill && (running.length === 0 || endedAtLook === ended)) return;
      if (performance.now() > until) throw new Error(`Nothing moves any more after ${wordOf(steps)}.`);
      if (!isStill) await noticed();
      await lookWhoWaits();
    }
  };
  const noticed = () =>
    new Promise<void>((resolve) => {
      notice = resolve;
      setTimeout(resolve, POLL_MS);
    });
  const lookWhoWaits = async (): Promise<void> => {
    const running = both.filter((act) => act.running);
    if (running.length === 0) return;
    const endedBefore = ended;
    const { rows } = await watch.query(
      'SELECT pid, cardinality(pg_blocking_pids(pid)) > 0 AS waits FROM unnest($1::int[]) AS pid',
      [running.map(pidOf)],
    );
    const waiting = new Set(rows.filter(({ waits }) => waits).map(({ pid }) => pid));
    const still = running.filter((act) => act.running);
    // Two at once: if both wait for each other, PostgreSQL will end one.
    for (const act of still) act.isBlocked = still.length === 1 && waiting.has(pidOf(act));
    endedAtLook = endedBefore;
  };
  const go = async (act: Act): Promise<void> => {
    const statement = act.waiting.shift();
    if (!statement) return;
    const step: Step = { side: act.side, text: statement.text, footprint: nextOf(act, statement), wasBlocked: false };
    steps.push(step);
    act.running = statement;
    void statement.go().finally(() => {
      act.running = null;
      act.isBlocked = false;
      ended++;
      notice();
    });
    await settle();
    step.wasBlocked = act.isBlocked;
    step.footprint ??= footprintOf(act, statement.client, statement.text);
  };

  begin(acts.A, () => work('A'));
  begin(acts.B, () => work('B'));
  await settle();
  let mayFork = true;
  while (!both.every((act) => act.hasEnded && act.waiting.length === 0)) {
    const able = both.filter(canGo);
    const side: Side = typeof choose === 'string' ? (choose[steps.length] === 'B' ? 'B' : 'A') : decide();
    const act = able.find((one) => one.side === side) ?? able[0];
    if (!act) throw new Error(`Neither act can go on after ${wordOf(steps)}.`);
    const nextOfA = nextOf(acts.A);
    await go(act);
    mayFork = act.side === 'A' || act.isBlocked || depend(steps.at(-1)?.footprint ?? null, nextOfA);
  }
  for (const act of both) act.hasLeft = true;
  return { steps, forks, answers: { A: acts.A.answer, B: acts.B.answer } };

  function decide(): Side {
    if (!canGo(acts.A)) return 'B';
    if (!canGo(acts.B)) return 'A';
    if (!mayFork) return 'B';
    const side = (choose as Chooser)(forks.length);
    choices.push(side);
    forks.push({ at: steps.length, choices: [...choices] });
    return side;
  }
}

const nextOf = (act: Act, statement = act.waiting[0]): Footprint | null =>
  statement ? footprintOf(act, statement.client, statement.text) : null;

const pidOf = ({ running }: Act): number => Number(Reflect.get(Object(running?.client), 'processID'));

/** The order in which the acts ran, which can be replayed. */
export const wordOf = (steps: Step[]): string => steps.map(({ side }) => side).join('');
