import type { Side } from './act.ts';
import { type Chooser, type Run, wordOf } from './conduct.ts';
import { depend } from './footprints.ts';

export type Explored = {
  orders: number;
  /** Statements of A and of B where A comes first. */
  steps: string;
  /** Whether every order ran in which something can come out differently. */
  isComplete: boolean;
  mostSwitches: number;
};

type Branch = { choices: Side[]; switches: number };

/**
 * Runs every order of two acts in which something can come out differently, those with the fewest switches first.
 * @param most orders at most
 */
export async function explore(run: (choose: Chooser) => Promise<Run>, most: number): Promise<Explored> {
  const branches: Branch[] = [{ choices: [], switches: 0 }];
  const planned = new Set(['']);
  const explored: Explored = { orders: 0, steps: '', isComplete: false, mostSwitches: 0 };
  while (branches.length > 0 && explored.orders < most) {
    branches.sort((one, other) => one.switches - other.switches);
    const branch = branches.shift();
    if (!branch) break;
    const { steps, forks } = await run((fork) => branch.choices[fork] ?? 'A');
    const word = wordOf(steps);
    explored.steps ||= `${word.replaceAll('B', '').length} + ${word.replaceAll('A', '').length}`;
    explored.orders++;
    explored.mostSwitches = Math.max(explored.mostSwitches, branch.switches);
    // Also moments before the branch: what came out of it can depend on what ran long before.
    for (const { at, choices } of forks) {
      const ofA = steps[at];
      const matters = steps.slice(at).some(({ side, footprint }) => side === 'B' && depend(ofA?.footprint ?? null, footprint));
      const other: Side[] = [...choices.slice(0, -1), 'B'];
      if (ofA?.side !== 'A' || !matters || planned.has(other.join(''))) continue;
      planned.add(other.join(''));
      branches.push({ choices: other, switches: switchesIn(word.slice(0, at)) + 1 });
    }
  }
  explored.isComplete = branches.length === 0;
  return explored;
}

const switchesIn = (word: string): number => word.match(/AB|BA/g)?.length ?? 0;
