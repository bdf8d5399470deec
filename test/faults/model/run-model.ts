import fc, { type AsyncCommand } from 'fast-check';
import { drain, stopWorker } from './acts/worker.ts';
import { Command } from './command.ts';
import { ACTS, type ActName } from './commands.ts';
import { inUse } from './in-use.ts';
import { checkInTheEnd, checkInvariants } from './invariants.ts';
import { type Model, newModel } from './state.ts';
import { endWorld, type Ground, newWorld, type World } from './world.ts';

/** More than any command makes choices. */
const NUMBERS = 5;
/** A run is half as long on average. */
const MOST_COMMANDS = 100;
/** Runs with fewer of the acts of a failure, until no act can be left out, or this often. */
const MOST_SHRINKS = 60;

const numbers = fc.noShrink(fc.array(fc.noBias(fc.nat(9_999)), { minLength: NUMBERS, maxLength: NUMBERS }));
const names = Object.keys(ACTS) as ActName[];
const acts = names.flatMap((name) =>
  Array.from({ length: ACTS[name].weight }, () => numbers.map((drawn) => new Command(name, ACTS[name], drawn))),
);

/** How a failure is run again: `MODEL_SEED` and `MODEL_PATH` of fast-check's message, and the `replayPath` of its example. */
export type Replay = { path?: string | undefined; replayPath?: string | undefined };

/** One run with the acts of a seed, at a new portal that is in use already. fast-check names the seed and the path of a failure. */
export async function runSeed(ground: Ground, seed: number, { path, replayPath }: Replay = {}): Promise<void> {
  const chosen = fc.commands<Model, World, false>(acts, {
    maxCommands: MOST_COMMANDS,
    size: 'max',
    ...(replayPath && { replayPath }),
  });
  const property = fc.asyncProperty(fc.limitShrink(chosen, MOST_SHRINKS), (commands) => runCommands(ground, commands));
  await fc.assert(property, { seed, numRuns: 1, ...(path && { path }) });
}

export const runKept = (ground: Ground, kept: [name: ActName, numbers: number[]][]): Promise<void> =>
  runCommands(
    ground,
    kept.map(([name, drawn]) => new Command(name, ACTS[name], drawn)),
  );

async function runCommands(ground: Ground, commands: Iterable<AsyncCommand<Model, World>>): Promise<void> {
  const world = await newWorld(ground);
  try {
    await runAt(world, commands);
  } finally {
    await endWorld(world);
  }
}

async function runAt(world: World, commands: Iterable<AsyncCommand<Model, World>>): Promise<void> {
  const model = newModel();
  await inUse(model, world);
  await fc.asyncModelRun(() => ({ model, real: world }), commands);
  if (model.isWorkerRunning) await stopWorker(model, world);
  await drain(model, world);
  await checkInvariants(model, world);
  await checkInTheEnd(model, world);
}
