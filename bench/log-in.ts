import { cycle } from './kit/cycle.ts';
import { metered } from './kit/done.ts';
import { startLoopFloor } from './kit/floor.ts';
import { startInstallation } from './kit/installation.ts';
import { type Line, ratesAgainstFloor } from './kit/line.ts';
import { load } from './kit/load.ts';
import * as operations from './kit/operations.ts';
import { insertPeople } from './kit/people.ts';
import { inTurns } from './kit/rounds.ts';

const AT_ONCE = 16;
const PEOPLE = 320;

/** Log-ins with the right password, each of which opens a session. */
export async function logIn(): Promise<Line[]> {
  await using gatehouse = await startInstallation();
  await using floor = await startLoopFloor('log-in');
  const people = await insertPeople(gatehouse.parts().services.databaseUrl, PEOPLE);
  const next = cycle(people.map(({ email }) => operations.logIn(email)));
  const pairs = await inTurns(
    (seconds) => floor.run({ seconds }),
    (seconds) => metered(gatehouse, () => load(gatehouse.port, AT_ONCE, { duration: seconds }, next)),
  );
  return [ratesAgainstFloor('log-ins, 16 at once against bare Argon2id, one a core', pairs, { atLeast: 0.85 })];
}
