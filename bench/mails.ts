import { clock } from './kit/clock.ts';
import { type Done, metered } from './kit/done.ts';
import { startLoopFloor } from './kit/floor.ts';
import { type Installation, startInstallation } from './kit/installation.ts';
import { type Line, ratesAgainstFloor } from './kit/line.ts';
import { load } from './kit/load.ts';
import * as operations from './kit/operations.ts';
import { pace } from './kit/pace.ts';
import { inTurns } from './kit/rounds.ts';
import { queues } from './kit/services.ts';

const AT_ONCE = 32;

/** From the committed job to the SMTP server's 250, as fast as it goes. */
export async function mails(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const queue of queues) {
    await using gatehouse = await startInstallation(queue);
    await using floor = await startLoopFloor('mails', { SMTP_URL: gatehouse.sink.url });
    const sendInLoop = async () => {
      const count = gatehouse.sink.mails.length + pace.mails;
      const done = await floor.run({ mails: pace.mails });
      await gatehouse.sink.waitFor(count);
      return done;
    };
    const pairs = await inTurns(sendInLoop, () => workOff(gatehouse));
    lines.push(ratesAgainstFloor(`mails, ${queue} against rendered and sent in one loop`, pairs, { atLeast: 0.7 }));
  }
  return lines;
}

/** Stops the warm worker while the jobs are written. */
async function workOff(gatehouse: Installation): Promise<Done> {
  const { port, sink, parts } = gatehouse;
  const { worker } = parts();
  const count = sink.mails.length + pace.mails;
  worker.kill('SIGSTOP');
  await load(port, AT_ONCE, { amount: pace.mails }, () => operations.signUp());
  return await metered(gatehouse, async () => {
    const begin = clock();
    worker.kill('SIGCONT');
    await sink.waitFor(count);
    return { count: pace.mails, seconds: (clock() - begin) / 1_000 };
  });
}
