import { end } from './kit/children.ts';
import { metered } from './kit/done.ts';
import { startHttpFloor } from './kit/floor.ts';
import { startInstallation } from './kit/installation.ts';
import { type Line, rates, ratesAgainstFloor } from './kit/line.ts';
import { load } from './kit/load.ts';
import * as operations from './kit/operations.ts';
import { inTurns, repeated } from './kit/rounds.ts';

const AT_ONCE = 32;

/** Sign-ups with new addresses: beside a worker that mails as fast as it can, then without one. */
export async function signUp(): Promise<Line[]> {
  await using gatehouse = await startInstallation();
  const { services, worker } = gatehouse.parts();
  const ours = (seconds: number) =>
    metered(gatehouse, () => load(gatehouse.port, AT_ONCE, { duration: seconds }, () => operations.signUp()));
  const besideWorker = await repeated(ours);
  await end(worker);

  await using floor = await startHttpFloor('sign-up', { DATABASE_URL: services.databaseUrl });
  const pairs = await inTurns((seconds) => load(floor.port, AT_ONCE, { duration: seconds }, () => operations.signUp()), ours);
  return [
    ratesAgainstFloor('sign-ups, 32 at once against the same row by bare pg', pairs, { atLeast: 0.25 }),
    rates('sign-ups, 32 at once, beside a busy worker', besideWorker),
  ];
}
