import { cycle } from './kit/cycle.ts';
import { metered } from './kit/done.ts';
import { startHttpFloor } from './kit/floor.ts';
import { startInstallation } from './kit/installation.ts';
import { type Line, ratesAgainstFloor } from './kit/line.ts';
import { load } from './kit/load.ts';
import * as operations from './kit/operations.ts';
import { insertPeople } from './kit/people.ts';
import { inTurns } from './kit/rounds.ts';

const AT_ONCE = 32;
const PEOPLE = 320;

/** A portal sends this query with every page. */
export async function me(): Promise<Line[]> {
  await using gatehouse = await startInstallation();
  await using floor = await startHttpFloor('me');
  const people = await insertPeople(gatehouse.parts().services.databaseUrl, PEOPLE);
  const next = cycle(people.map(({ token }) => operations.me(token)));
  const pairs = await inTurns(
    (seconds) => load(floor.port, AT_ONCE, { duration: seconds }, () => operations.hello),
    (seconds) => metered(gatehouse, () => load(gatehouse.port, AT_ONCE, { duration: seconds }, next)),
  );
  return [ratesAgainstFloor('`me`, 32 at once against bare Yoga `{ hello }`', pairs, { atLeast: 0.67 })];
}
