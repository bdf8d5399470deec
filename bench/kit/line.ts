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

export const isMet = ({ aim, ours, ratio }: Line): boolean | undefined => {
  const measured = ratio ?? ours;
  if (!aim) return undefined;
  return 'atLeast' in aim ? measured >= aim.atLeast : measured <= aim.atMost;
};

const spread = (values: number[]): number => (Math.max(...values) - Math.min(...values)) / median(values);
