/** Turns the random numbers of a command into choices, in the order in which they are asked for. */
export class Pick {
  #numbers: number[];
  #next = 0;

  constructor(numbers: number[]) {
    this.#numbers = numbers;
  }

  #number(): number {
    return this.#numbers[this.#next++ % this.#numbers.length] ?? 0;
  }

  of<Item>(items: readonly Item[]): Item {
    const item = items[this.#number() % items.length];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  }

  /** Some of them, at least one, each once. */
  some<Item>(items: readonly Item[], most: number): Item[] {
    const from = this.#number();
    const count = Math.min(1 + (this.#number() % most), items.length);
    return Array.from({ length: count }, (_, at) => items[(from + at) % items.length]).flatMap((item) => item ?? []);
  }

  oneIn(times: number): boolean {
    return this.#number() % times === 0;
  }

  upTo(most: number): number {
    return this.#number() % (most + 1);
  }
}
