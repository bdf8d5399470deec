import type { Results } from './base.ts';
import { isQuick } from './pace.ts';

/** The rounds of one machine differ by this much. */
const TOLERANCE = 0.1;
/** Other programs use the machine of the gate. So there only a halved ratio says something. */
const QUICK_TOLERANCE = 0.5;

type Result = Results[string];

/**
 * One text for each ratio that fell by more than 10 % and by more than the spread of both runs. With `--quick` it must fall under
 * half. Lines without a base are left out.
 */
export function fallen(now: Results, base: Results): string[] {
  return Object.entries(now).flatMap(([what, result]) => {
    const before = base[what];
    return before && fall(result, before) > tolerance(result, before)
      ? [`${what}: the ratio is ${told(result)}, and was ${told(before)}`]
      : [];
  });
}

/** As a share of the base. */
const fall = (now: Result, base: Result): number =>
  1 - (base.better === 'higher' ? now.ratio / base.ratio : base.ratio / now.ratio);

const tolerance = (now: Result, base: Result): number =>
  isQuick ? QUICK_TOLERANCE : Math.max(TOLERANCE, now.spread, base.spread);

const told = ({ ratio, spread }: Result): string => `${ratio.toFixed(2)} (spread ${Math.round(spread * 100)} %)`;
