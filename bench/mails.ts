import { clock } from './kit/clock.ts';
import { startLoopFloor } from './kit/floor.ts';
import { type Installation, startInstallation } from './kit/installation.ts';
import { againstFloor, type Line } from './kit/line.ts';
import { load } from './kit/load.ts';
import * as operations from './kit/operations.ts';
import { inTurns } from './kit/rounds.ts';
import { queues } from './kit/services.ts';

const AT_ONCE = 32;
const MAILS = 3_200;

/** From the committed job to the SMTP server's 250, as fast as it goes. */
export async function mails(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const queue of queues) {
    await using gatehouse = await startInstallation(queue);
    await using floor = await startLoopFloor('mails', { SMTP_URL: gatehouse.sink.url });
    const sendInLoop = async () => {
      const count = gatehouse.sink.mails.length + MAILS;
      const rate = await floor.run({ mails: MAILS });
      await gatehouse.sink.waitFor(count);
      return rate;
    };
    const pairs = await inTurns(sendInLoop, () => workOff(gatehouse));
    lines.push(againstFloor(`mails, ${queue} against rendered and sent in one loop`, '/s', pairs, { atLeast: 0.5 }));
  }
  return lines;
}

/** Stops the warm worker while the jobs are written. Returns mails per second. */
async function workOff({ port, sink, parts }: Installation): Promise<number> {
  const { worker } = parts();
  const count = sink.mails.length + MAILS;
  worker.kill('SIGSTOP');
  await load(port, AT_ONCE, { amount: MAILS }, () => operations.signUp());
  const begin = clock();
  worker.kill('SIGCONT');
  await sink.waitFor(count);
  return (MAILS * 1_000) / (clock() - begin);
}
