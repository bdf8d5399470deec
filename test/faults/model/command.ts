import type { AsyncCommand } from 'fast-check';
import type { Act } from './commands.ts';
import { checkInvariants } from './invariants.ts';
import { Pick } from './pick.ts';
import { settle } from './settle.ts';
import type { Model } from './state.ts';
import type { World } from './world.ts';

/** The clock of the model stands still, so a run must be over before the shortest lifetime is. */
const LONGEST_RUN_MS = 40_000;

/** How often each act was done, in all runs of this process. */
export const tally = new Map<string, number>();

export class Command implements AsyncCommand<Model, World> {
  readonly #name: string;
  readonly #act: Act;
  readonly #numbers: number[];

  constructor(name: string, act: Act, numbers: number[]) {
    this.#name = name;
    this.#act = act;
    this.#numbers = numbers;
  }

  check = (m: Readonly<Model>): boolean => this.#act.can(m);

  async run(m: Model, w: World): Promise<void> {
    if (performance.now() - w.beganAt > LONGEST_RUN_MS) return;
    tally.set(this.#name, (tally.get(this.#name) ?? 0) + 1);
    await this.#act.run(m, w, new Pick(this.#numbers));
    await settle(m, w);
    await checkInvariants(m, w);
  }

  toString = (): string => `${this.#name}(${this.#numbers.join()})`;
}
