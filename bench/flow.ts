import { ask } from './kit/ask.ts';
import { inLanes, metered } from './kit/done.ts';
import { startLoopFloor } from './kit/floor.ts';
import { type Installation, startInstallation } from './kit/installation.ts';
import { type Line, ratesAgainstFloor } from './kit/line.ts';
import * as operations from './kit/operations.ts';
import { newAddress } from './kit/people.ts';
import { inTurns } from './kit/rounds.ts';
import { queues } from './kit/services.ts';

const AT_ONCE = 16;
/** One password is stored and one is checked. */
const HASHES = 2;

/** All steps of a person, from the sign-up form to the first page. */
export async function flow(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const queue of queues) {
    await using gatehouse = await startInstallation(queue);
    await using floor = await startLoopFloor('log-in');
    const pairs = await inTurns(
      async (seconds) => {
        const { count, ...rest } = await floor.run({ seconds });
        return { ...rest, count: count / HASHES };
      },
      (seconds) => metered(gatehouse, () => walkFor(gatehouse, seconds)),
    );
    lines.push(ratesAgainstFloor(`whole flows, 16 at once, ${queue}, against two bare Argon2id`, pairs, { atLeast: 0.5 }));
  }
  return lines;
}

export const walkFor = (gatehouse: Installation, seconds: number) => inLanes(AT_ONCE, seconds, () => walk(gatehouse));

/** If the answer is PENDING because the worker is slow, the person waits for the second mail. */
async function walk({ port, sink }: Installation): Promise<void> {
  const address = newAddress();
  const mail = sink.nextTo(address);
  await ask(port, operations.signUp(address));
  const { passwordToken } = await ask(port, operations.verifyEmail((await mail).token));
  const approval = sink.nextTo(address);
  const { status } = await ask(port, operations.setPassword(String(passwordToken)));
  if (status === 'PENDING') await approval;
  const { token } = await ask(port, operations.logIn(address));
  await ask(port, operations.me(String(token)));
}
