import { ask } from './kit/ask.ts';
import { clock } from './kit/clock.ts';
import { drip } from './kit/drip.ts';
import { type Installation, startInstallation } from './kit/installation.ts';
import { againstFloor, type Line } from './kit/line.ts';
import * as operations from './kit/operations.ts';
import { inTurns, median } from './kit/rounds.ts';

const A_SECOND = 20;
const SLOW_MS = 2_000;

/** A slow mail server must not delay sign-ups. */
export async function slowSmtp(): Promise<Line[]> {
  await using gatehouse = await startInstallation();
  const pairs = await inTurns(
    (seconds) => signUpFor(gatehouse, seconds, 0),
    (seconds) => signUpFor(gatehouse, seconds, SLOW_MS),
  );
  const what = 'sign-up latency, p50, SMTP server answers after 2 s against at once';
  return [againstFloor(what, ' ms', pairs, { atMost: 1 })];
}

/** Returns the median time of a sign-up, after all mails are gone. */
async function signUpFor({ port, sink }: Installation, seconds: number, delayMs: number): Promise<number> {
  sink.setDelay(delayMs);
  const count = sink.mails.length + seconds * A_SECOND;
  const durations = await drip(A_SECOND, seconds * A_SECOND, async () => {
    const begin = clock();
    await ask(port, operations.signUp());
    return clock() - begin;
  });
  sink.setDelay(0);
  await sink.waitFor(count);
  return median(durations);
}
