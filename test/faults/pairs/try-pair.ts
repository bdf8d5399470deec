import { Client } from 'pg';
import type { Installation } from '../../kit/installation.ts';
import type { Side } from './act.ts';
import { type ActName, acts, firstPart, newPasswordOf, type Pair, shownBesides } from './acts.ts';
import { type Chooser, conduct, type Run, wordOf } from './conduct.ts';
import { explore } from './explore.ts';
import { learnTables } from './footprints.ts';
import { compare, type Image, restore, takeImage } from './image.ts';
import { differences, knownIn, type Outcome, outcomeOf } from './outcome.ts';
import { bring, openStage, type Stage, type State, type Subject } from './subjects.ts';

/** Two orders of a pair have seldom more. Beyond, those with more switches are left out, and the table says so. */
const MOST_ORDERS = 150;

/** Statements end after 4 s, so a run that took so long shows the machine and not an order. */
const SLOW_MS = 3_000;
/** Runs of one order that may be slow. */
const MOST_SLOW_RUNS = 5;

/** More than the statements of any act. */
const WHOLE_ACT = 200;

type Scene = { stage: Record<Side, Stage>; image: Image; known: Set<string>; subject: Subject };

type Tried = {
  orders: number;
  isComplete: boolean;
  mostSwitches: number;
  waited: number;
  failures: string[];
  row: string;
};

/** A database in which pairs are tried. */
export type Place = {
  /** Brings the person into the state. What another state left is gone. */
  enter: (state: State) => Promise<void>;
  tryPair: (pair: Pair) => Promise<Tried>;
  /** Runs one order, which a failure named. */
  replay: (pair: Pair, word: string) => Promise<string[]>;
  close: () => Promise<void>;
};

export async function openPlace(first: Installation, second: Installation): Promise<Place> {
  const stage = await openStage(first, second);
  const [watch, hand] = [new Client(first.databaseUrl), new Client(first.databaseUrl)];
  await Promise.all([watch.connect(), hand.connect()]);
  await learnTables((text) => watch.query(text));
  const nobody = await takeImage(hand, 'image_of_nobody');
  const passwords = [newPasswordOf(stage.A), newPasswordOf(stage.B)];
  let scene: Scene | undefined;

  const run = async ({ one, other }: Pair, choose: Chooser | string): Promise<{ run: Run; outcome: Outcome; ms: number }> => {
    if (!scene) throw new Error('Enter a state first.');
    const { image, known, subject } = scene;
    const startedAt = Date.now();
    try {
      const work = (side: Side) => acts[side === 'A' ? one : other](stage[side], subject);
      const ran = await conduct(work, choose, watch);
      const difference = await compare(hand, image);
      const mails = first.inbox.mails.map((mail) => `${mail.recipients} ${mail.subject} ${mail.text}`);
      const shown = { A: shownBesides[one], B: shownBesides[other] };
      const seen = { answers: ran.answers, shown, difference, mails, known, startedAt };
      return { run: ran, outcome: await outcomeOf(first.app, passwords, seen), ms: Date.now() - startedAt };
    } finally {
      first.inbox.mails.length = 0;
      await restore(hand, image, await compare(hand, image));
    }
  };

  /** Again if the machine was slow, but not for ever. */
  const runSwiftly = async (pair: Pair, word: string) => {
    let ran = await run(pair, word);
    for (let again = 0; again < MOST_SLOW_RUNS && ran.ms > SLOW_MS; again++) ran = await run(pair, word);
    return ran;
  };

  /** One before the other, and between the two parts of an act that has two. */
  const serial = async (pair: Pair): Promise<Record<string, Outcome>> => {
    const [ab, ba] = [await runSwiftly(pair, 'A'.repeat(WHOLE_ACT)), await runSwiftly(pair, 'B'.repeat(WHOLE_ACT))];
    const outcomes: Record<string, Outcome> = { AB: ab.outcome, BA: ba.outcome };
    const cuts: [Side, Side, number][] = [
      ['A', 'B', endOfFirstPart(pair.one, ab.run)],
      ['B', 'A', endOfFirstPart(pair.other, ba.run)],
    ];
    for (const [side, other, cut] of cuts) {
      if (cut > 0)
        outcomes[`${side}${other}${side}`] = (await runSwiftly(pair, side.repeat(cut) + other.repeat(WHOLE_ACT))).outcome;
    }
    return outcomes;
  };

  /** @returns null if the run came to one of these outcomes, else how it differs from each */
  const failureOf = (serials: Record<string, Outcome>, pair: Pair, { run: ran, outcome }: { run: Run; outcome: Outcome }) => {
    const which = Object.keys(serials).filter((name) => differences(outcome, serials[name]).length === 0);
    const compared = Object.entries(serials).map(([name, one]) => `  unlike ${name}\n${differences(outcome, one).join('\n')}`);
    const how = `STATE=${pair.state} PAIR="${pair.one},${pair.other}" SCHEDULE=${wordOf(ran.steps)}`;
    return { which, failure: which.length > 0 ? null : `${how}\n${compared.join('\n')}` };
  };

  return {
    enter: async (state) => {
      await restore(hand, nobody, await compare(hand, nobody));
      const subject = await bring(first, stage.A.admin, state);
      await hand.query('DROP SCHEMA IF EXISTS image_of_person CASCADE');
      // Thousands of runs leave as many dead rows.
      await hand.query('VACUUM');
      const image = await takeImage(hand, 'image_of_person');
      scene = { stage, image, known: knownIn(image.rows.values()), subject };
    },
    tryPair: async (pair) => {
      let serials = await serial(pair);
      const failures: string[] = [];
      const counts: Record<string, number> = Object.fromEntries(Object.keys(serials).map((name) => [name, 0]));
      let waited = 0;
      const explored = await explore(async (choose) => {
        let ran = await run(pair, choose);
        let { which, failure } = failureOf(serials, pair, ran);
        if (failure) {
          // What an order comes to is always the same. But the machine may have been slow, or a new time the same as a stored one.
          serials = await serial(pair);
          ran = await runSwiftly(pair, wordOf(ran.run.steps));
          ({ which, failure } = failureOf(serials, pair, ran));
        }
        if (failure) failures.push(failure);
        for (const name of which) counts[name] = (counts[name] ?? 0) + 1;
        if (ran.run.steps.some(({ wasBlocked }) => wasBlocked)) waited++;
        return ran.run;
      }, MOST_ORDERS);
      return { ...explored, waited, failures, row: rowOf(pair, explored, waited, counts) };
    },
    replay: async (pair, word) => {
      const { failure } = failureOf(await serial(pair), pair, await run(pair, word));
      return failure ? [failure] : [];
    },
    close: async () => {
      for (const side of [stage.A, stage.B]) side.worker.mailer.close();
      await Promise.all([watch.end(), hand.end()]);
    },
  };
}

const endOfFirstPart = (name: ActName, { steps }: Run): number =>
  steps.findIndex(({ text }) => firstPart[name]?.test(text) ?? false) + 1;

function rowOf(
  { state, one, other }: Pair,
  { orders, isComplete, mostSwitches, steps }: { orders: number; isComplete: boolean; mostSwitches: number; steps: string },
  waited: number,
  counts: Record<string, number>,
): string {
  const extent = isComplete ? `${orders}` : `${orders} (at most ${mostSwitches} switches)`;
  const outcomes = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return `| ${[state, one, other, steps, extent, waited, outcomes.join(', ')].join(' | ')} |`;
}
