import { walkFor } from '../flow.ts';
import { type Cpu, forEach } from '../kit/cpu.ts';
import { cycle } from '../kit/cycle.ts';
import { type Done, metered } from '../kit/done.ts';
import { startInstallation } from '../kit/installation.ts';
import { type Line, rates } from '../kit/line.ts';
import { load } from '../kit/load.ts';
import * as operations from '../kit/operations.ts';
import { insertPeople } from '../kit/people.ts';
import { median, repeated } from '../kit/rounds.ts';
import { connect } from '../kit/seed.ts';
import { bytesOfEach, type Stored } from './bytes.ts';

const AT_ONCE = 16;
const PEOPLE = 320;

/** CPU of each part in milliseconds, for one piece; and what stays in the database of one person who came in. */
export type Costs = { flow: Cpu; logIn: Cpu; me: Cpu; stored: Stored[] };

/** What one server and one worker do, and what each piece costs. */
export async function measureCosts(): Promise<{ lines: Line[]; costs: Costs }> {
  await using gatehouse = await startInstallation();
  const { databaseUrl } = gatehouse.parts().services;
  const flows = await repeated((seconds) => metered(gatehouse, () => walkFor(gatehouse, seconds)));
  await using client = await connect(databaseUrl);
  const stored = await bytesOfEach(client);
  const people = await insertPeople(databaseUrl, PEOPLE);
  const under = (next: () => operations.Request) =>
    repeated((seconds) => metered(gatehouse, () => load(gatehouse.port, AT_ONCE, { duration: seconds }, next)));
  const logIns = await under(cycle(people.map(({ email }) => operations.logIn(email))));
  const reads = await under(cycle(people.map(({ token }) => operations.me(token))));
  return {
    lines: [
      rates('people who come in: sign-up, email, password, approval, log-in, `me`', flows),
      rates('log-ins', logIns),
      rates('`me`', reads),
    ],
    costs: { flow: middle(flows), logIn: middle(logIns), me: middle(reads), stored },
  };
}

const middle = (rounds: Done[]): Cpu =>
  forEach(rounds[0]?.cpu ?? {}, (_, part) => median(rounds.map(({ cpu }) => cpu?.[part] ?? Number.NaN)));
