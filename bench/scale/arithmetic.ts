import { figure, layOut } from '../kit/table.ts';
import type { Costs } from './costs.ts';
import { KEPT_DAYS, type Removal } from './finished-jobs.ts';

/** What a portal of this many people asks for. Whoever knows better changes these and runs the command again. */
export const HABITS = {
  /** Of all people, who sign up in a year. */
  comeInEachYear: 0.3,
  /** Of all people, who log in on a day. */
  logInsEachDay: 0.05,
  /** For each log-in. */
  readsOfEachLogIn: 50,
  /** How many times as much as on average comes in the busiest hour. */
  peak: 10,
  /** How busy a core may be in that hour. */
  busy: 0.5,
  /** Years that events are kept. */
  yearsOfEvents: 3,
  /** Events of a person in a year, beside those of the way in: log-ins open sessions and close them. */
  eventsOfEachLogIn: 2,
};

const SIZES = [1_000_000, 10_000_000, 100_000_000];
const DAY_S = 86_400;
const YEAR_DAYS = 365;
const SECOND_MS = 1_000;
const GIGABYTE = 1_073_741_824;

/** What the busiest hour needs, and what is stored, for each size of an installation; as a Markdown table. */
export const arithmeticOf = (costs: Costs, removal: Removal): string =>
  layOut([HEADER, ...SIZES.map((people) => rowOf(people, costs, removal))]);

const HEADER = [
  'people',
  'come in, at the peak',
  'log in, at the peak',
  '`me`, at the peak',
  'cores of servers',
  'cores of workers',
  'cores of PostgreSQL',
  'people, without events',
  'events of a year',
  'events kept',
  'finished jobs kept',
  'removing them, on a day',
];

function rowOf(people: number, { flow, logIn, me, stored }: Costs, removal: Removal): string[] {
  const aSecond = (aDay: number) => (aDay / DAY_S) * HABITS.peak;
  const comeInADay = (people * HABITS.comeInEachYear) / YEAR_DAYS;
  const logInsADay = people * HABITS.logInsEachDay;
  const rates = {
    flows: aSecond(comeInADay),
    logIns: aSecond(logInsADay),
    reads: aSecond(logInsADay * HABITS.readsOfEachLogIn),
  };
  const coresOf = (part: string) => {
    const ms = rates.flows * (flow[part] ?? 0) + rates.logIns * (logIn[part] ?? 0) + rates.reads * (me[part] ?? 0);
    return figure(ms / SECOND_MS / HABITS.busy);
  };
  const gigabytes = (bytes: number) => `${figure(bytes / GIGABYTE)} GB`;
  const events = stored.find(({ table }) => table === 'events') ?? { rows: 1, bytes: 0 };
  const others = stored.filter(({ table }) => table !== 'events' && table !== 'jobs');
  const jobs = stored.find(({ table }) => table === 'jobs') ?? { rows: 0, bytes: 0 };
  const eventsAYear = people * HABITS.comeInEachYear * events.rows + logInsADay * YEAR_DAYS * HABITS.eventsOfEachLogIn;
  const bytesAYear = (eventsAYear * events.bytes) / events.rows;
  return [
    people.toLocaleString('en'),
    `${figure(rates.flows)}/s`,
    `${figure(rates.logIns)}/s`,
    `${figure(rates.reads)}/s`,
    coresOf('server'),
    coresOf('worker'),
    coresOf('PostgreSQL'),
    gigabytes(others.reduce((sum, { bytes }) => sum + bytes, 0) * people),
    gigabytes(bytesAYear),
    gigabytes(bytesAYear * HABITS.yearsOfEvents),
    gigabytes(comeInADay * KEPT_DAYS * jobs.bytes),
    `${figure((comeInADay * jobs.rows * removal.ms) / SECOND_MS)} s`,
  ];
}
