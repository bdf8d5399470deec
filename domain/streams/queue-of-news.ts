/** @limit people: Changed people that a slow stream remembers. Beyond: The stream looks at everything. */
export const MOST_CHANGED = 1_000;

/** Developers with new events, each with the portal. Null if any can be new. */
export type News = ReadonlyMap<string, string | null> | null;

export type Stream = AsyncIterableIterator<News> & {
  /** After this time the stream looks at everything. */
  lookAgainIn: (ms: number) => void;
};

/** News that come while the reader is busy become one. */
export function queueOfNews(onEnd: () => void) {
  let waiting: Map<string, string | null> | null | undefined;
  let wake: (() => void) | undefined;
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    for (const timer of timers) clearTimeout(timer);
    onEnd();
    wake?.();
  };
  const timers = new Set<NodeJS.Timeout>();
  const iterator: Stream = {
    next: async () => {
      while (waiting === undefined && !isOver) await new Promise<void>((resolve) => (wake = resolve));
      if (isOver) return { done: true, value: undefined };
      const value = waiting ?? null;
      waiting = undefined;
      return { done: false, value };
    },
    return: async () => {
      end();
      return { done: true, value: undefined };
    },
    lookAgainIn: (ms) => timers.add(setTimeout(() => tell(null), ms).unref()),
    [Symbol.asyncIterator]: () => iterator,
  };
  const tell = (news: News) => {
    const both = news && waiting !== null ? new Map([...(waiting ?? []), ...news]) : null;
    waiting = both && both.size <= MOST_CHANGED ? both : null;
    wake?.();
  };
  return { iterator, tell, end };
}
