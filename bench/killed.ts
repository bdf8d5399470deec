import { setTimeout } from 'node:timers/promises';
import { ask } from './kit/ask.ts';
import { startInstallation } from './kit/installation.ts';
import { type Line, value } from './kit/line.ts';
import * as operations from './kit/operations.ts';
import { newAddress } from './kit/people.ts';
import { type Queue, queues } from './kit/services.ts';

const SIGN_UPS = 250;
/** At this point half of the people have an answer, and some mails are out. */
const FIRST_MAILS = 10;
const AT_ONCE = 16;
/** A lease of 60 s, then a sweep within 15 s, then the mail. */
const PATIENCE_MS = 90_000;
const PAUSE_MS = 100;

/** Kills server, worker, PostgreSQL and Redis in the middle of sign-ups, starts them again, and looks for the mails. */
export async function killed(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const queue of queues) lines.push(...(await killInTheMiddle(queue)));
  return lines;
}

async function killInTheMiddle(queue: Queue): Promise<Line[]> {
  await using gatehouse = await startInstallation(queue);
  const promised = new Set<string>();
  /** Stops after `count` successful sign-ups, or when nothing answers any more. */
  const signUpUntil = async (count: number) => {
    while (promised.size < count) {
      const address = newAddress();
      await ask(gatehouse.port, operations.signUp(address));
      promised.add(address);
    }
  };
  const signUps = Array.from({ length: AT_ONCE }, () => signUpUntil(SIGN_UPS).catch(() => undefined));
  while (promised.size < SIGN_UPS / 2 || gatehouse.sink.mails.length < FIRST_MAILS) await setTimeout(1);
  const mailedBefore = gatehouse.sink.mails.length;
  await gatehouse.kill();
  await Promise.all(signUps);
  console.error(`  killed with ${promised.size} answered, ${mailedBefore} of them mailed`);
  await gatehouse.restart();
  await signUpUntil(SIGN_UPS);

  const mailed = () => gatehouse.sink.mails.filter(({ to }) => promised.has(to));
  const lost = () => promised.size - new Set(mailed().map(({ to }) => to)).size;
  for (const until = Date.now() + PATIENCE_MS; lost() > 0 && Date.now() < until; ) await setTimeout(PAUSE_MS);
  if (lost() > 0) throw new Error(`${lost()} mails never came`);
  return [
    value(`mails lost of ${promised.size} sign-ups, all killed in the middle, ${queue}`, '', [lost()], { atMost: 0 }),
    value(`mails sent twice thereby, ${queue}`, '', [mailed().length - promised.size + lost()]),
  ];
}
