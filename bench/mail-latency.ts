import { ask } from './kit/ask.ts';
import { clock } from './kit/clock.ts';
import { latencyOf } from './kit/done.ts';
import { drip } from './kit/drip.ts';
import { type Installation, startInstallation } from './kit/installation.ts';
import { type Line, value } from './kit/line.ts';
import * as operations from './kit/operations.ts';
import { newAddress } from './kit/people.ts';
import { queues } from './kit/services.ts';

const A_SECOND = 20;
const WARM_UP = 100;
const MEASURED = 600;

/** The time from the answer to `signUp` until the mail server has the mail. */
export async function mailLatency(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const queue of queues) {
    await using gatehouse = await startInstallation(queue);
    await drip(A_SECOND, WARM_UP, () => waitForMail(gatehouse));
    const waits = await drip(A_SECOND, MEASURED, () => waitForMail(gatehouse));
    const latency = latencyOf(waits);
    const what = `sign-up answered to mail at the SMTP server, ${A_SECOND}/s, ${queue}`;
    lines.push({ ...value(`${what}, p50`, ' ms', [latency.p50], { atMost: 30 }), latency });
    lines.push(value(`${what}, p99`, ' ms', [latency.p99], { atMost: 150 }));
  }
  return lines;
}

async function waitForMail({ port, sink }: Installation): Promise<number> {
  const address = newAddress();
  const mail = sink.nextTo(address);
  await ask(port, operations.signUp(address));
  const answeredAt = clock();
  return (await mail).at - answeredAt;
}
