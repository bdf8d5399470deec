import { end } from './kit/children.ts';
import { startHttpFloor } from './kit/floor.ts';
import { startInstallation } from './kit/installation.ts';
import { againstFloor, type Line, value } from './kit/line.ts';
import { load } from './kit/load.ts';
import * as operations from './kit/operations.ts';
import { inTurns, repeated } from './kit/rounds.ts';

const AT_ONCE = 32;

/** Sign-ups with new addresses: beside a worker that mails as fast as it can, then without one. */
export async function signUp(): Promise<Line[]> {
  await using gatehouse = await startInstallation();
  const { services, worker } = gatehouse.parts();
  const ours = (seconds: number) => load(gatehouse.port, AT_ONCE, { duration: seconds }, () => operations.signUp());
  const besideWorker = await repeated(ours);
  await end(worker);

  await using floor = await startHttpFloor('sign-up', { DATABASE_URL: services.databaseUrl });
  const pairs = await inTurns((seconds) => load(floor.port, AT_ONCE, { duration: seconds }, () => operations.signUp()), ours);
  return [
    againstFloor('sign-ups, 32 at once against the same row by bare pg', '/s', pairs, { atLeast: 0.25 }),
    value('sign-ups, 32 at once, beside a busy worker', '/s', besideWorker),
  ];
}
