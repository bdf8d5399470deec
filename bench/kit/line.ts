import { median, type Pair } from './rounds.ts';

type Aim = { atLeast: number } | { atMost: number };

/** One line of the table. The aim is about the ratio where there is a floor, else about the value. */
export type Line = {
  what: string;
  unit: string;
  ours: number;
  floor?: number;
  ratio?: number;
  aim?: Aim;
  /** How far apart the rounds were, as a share of the median. */
  spread?: number;
};

/** A line without a floor: the median of its rounds, or the one value there is. */
export function value(what: string, unit: string, rounds: number[], aim?: Aim): Line {
  return { what, unit, ours: median(rounds), ...(rounds.length > 1 && { spread: spread(rounds) }), ...(aim && { aim }) };
}

/** A line beside its floor. The ratio is the median of the rounds' ratios: each round saw both on the same machine. */
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

export const isMet = ({ aim, ours, ratio }: Line): boolean | undefined => {
  const measured = ratio ?? ours;
  if (!aim) return undefined;
  return 'atLeast' in aim ? measured >= aim.atLeast : measured <= aim.atMost;
};

const spread = (values: number[]): number => (Math.max(...values) - Math.min(...values)) / median(values);
