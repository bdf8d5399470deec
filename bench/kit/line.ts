import { type Cpu, forEach } from './cpu.ts';
import { type Done, type Latency, rate } from './done.ts';
import { median, type Pair } from './rounds.ts';

type Aim = { atLeast: number } | { atMost: number };

/** The aim is about the ratio if there is a floor, and otherwise about the value. */
export type Line = {
  what: string;
  unit: string;
  ours: number;
  floor?: number;
  ratio?: number;
  aim?: Aim;
  /** The difference between the rounds, as a share of the median. */
  spread?: number;
  latency?: Latency;
  cpu?: Cpu;
};

/** The median of the rounds, or the only value. */
export function value(what: string, unit: string, rounds: number[], aim?: Aim): Line {
  return { what, unit, ours: median(rounds), ...(rounds.length > 1 && { spread: spread(rounds) }), ...(aim && { aim }) };
}

/** The median of the ratios. Each round measured both on the same machine. */
export function againstFloor(what: string, unit: string, pairs: Pair[], aim: Aim): Line {
  const ratios = pairs.map(({ ours, floor }) => ours / floor);
  return {
    what,
    unit,
    ours: median(pairs.map(({ ours }) => ours)),
    floor: median(pairs.map(({ floor }) => floor)),
    ratio: median(ratios),
    spread: spread(ratios),
    aim,
  };
}

/** How many a second, of how many the floor does. */
export function ratesAgainstFloor(what: string, pairs: Pair<Done>[], aim: Aim): Line {
  const rates = pairs.map(({ ours, floor }) => ({ ours: rate(ours), floor: rate(floor) }));
  return { ...againstFloor(what, '/s', rates, aim), ...costOf(pairs.map(({ ours }) => ours)) };
}

/** How many a second, where there is no floor. */
export const rates = (what: string, rounds: Done[]): Line => ({ ...value(what, '/s', rounds.map(rate)), ...costOf(rounds) });

export const isMet = ({ aim, ours, ratio }: Line): boolean | undefined => {
  const measured = ratio ?? ours;
  if (!aim) return undefined;
  return 'atLeast' in aim ? measured >= aim.atLeast : measured <= aim.atMost;
};

const spread = (values: number[]): number => (Math.max(...values) - Math.min(...values)) / median(values);

/** The median of each figure of the rounds. */
function costOf(rounds: Done[]): Pick<Line, 'latency' | 'cpu'> {
  const latency = rounds[0]?.latency;
  const cpu = rounds[0]?.cpu;
  const of = (figure: (round: Done) => number | undefined) => median(rounds.map((round) => figure(round) ?? Number.NaN));
  return {
    ...(latency && {
      latency: {
        p50: of(({ latency }) => latency?.p50),
        p90: of(({ latency }) => latency?.p90),
        p99: of(({ latency }) => latency?.p99),
      },
    }),
    ...(cpu && { cpu: forEach(cpu, (_, part) => of(({ cpu }) => cpu?.[part])) }),
  };
}
