// While a provider is down, not every request has to wait for it.
/** @limit Time that a failure of a provider is remembered. Beyond: The provider is asked again. */
export const FAILURE_MS = 10_000;

/** @limit Age of an answer that is used while a provider does not answer. Beyond: The log-in fails with UNAVAILABLE. */
export const OLDEST_MS = 24 * 3_600_000;

const ENTRY_BYTES = 1_000;

type Entry<Value> = {
  /** Null if several portals or the installation use the answer. */
  portalId: string | null;
  bytes: number;
  good: { value: Value; askedAt: number } | null;
  failure: { error: unknown; askedAt: number; until: number } | null;
  underWay: { answer: Promise<Value>; askedAt: number } | null;
};

/** The least recently used entry comes first. Times are those of `performance.now()`. */
export type Memory<Value> = { entries: Map<string, Entry<Value>>; most: { entries: number; bytes: number } };

export const openMemory = <Value>(most: Memory<Value>['most']): Memory<Value> => ({ entries: new Map(), most });

type Question<Value> = {
  key: string;
  portalId: string | null;
  goodForMs: number;
  ask: () => Promise<{ value: Value; bytes: number }>;
  /** Answers from before this time do not count. */
  since?: number | undefined;
};

/** Parallel calls share one answer. A failure never replaces a good answer. */
export async function recall<Value>(memory: Memory<Value>, question: Question<Value>): Promise<Value> {
  const { goodForMs, since = Number.NEGATIVE_INFINITY } = question;
  const entry = use(memory, question);
  const { good, failure, underWay } = entry;
  const now = performance.now();
  if (good && good.askedAt >= since && good.askedAt + goodForMs > now) return good.value;
  try {
    if (underWay && underWay.askedAt >= since) return await underWay.answer;
    if (failure && failure.askedAt >= since && failure.until > now) throw failure.error;
    return await askAnew(memory, entry, question);
  } catch (error) {
    if (entry.good && entry.good.askedAt >= since && entry.good.askedAt + OLDEST_MS > now) return entry.good.value;
    throw error;
  }
}

async function askAnew<Value>(memory: Memory<Value>, entry: Entry<Value>, { ask }: Question<Value>): Promise<Value> {
  const askedAt = performance.now();
  const answer = ask().then(({ value, bytes }) => {
    if (askedAt >= (entry.good?.askedAt ?? 0)) Object.assign(entry, { good: { value, askedAt }, failure: null, bytes });
    makeRoom(memory);
    return value;
  });
  const mine = { answer, askedAt };
  entry.underWay = mine;
  try {
    return await answer;
  } catch (error) {
    entry.failure = { error, askedAt, until: performance.now() + FAILURE_MS };
    throw error;
  } finally {
    if (entry.underWay === mine) entry.underWay = null;
  }
}

function use<Value>(memory: Memory<Value>, { key, portalId }: Question<Value>): Entry<Value> {
  const entry = memory.entries.get(key) ?? { portalId, bytes: 0, good: null, failure: null, underWay: null };
  if (entry.portalId !== portalId) entry.portalId = null;
  memory.entries.delete(key);
  memory.entries.set(key, entry);
  makeRoom(memory);
  return entry;
}

/** The portal with the most entries loses one, so a portal cannot push out the answers of others. */
function makeRoom<Value>({ entries, most }: Memory<Value>): void {
  for (;;) {
    const held = new Map<string | null, number>();
    let bytes = 0;
    for (const entry of entries.values()) {
      bytes += entry.bytes + ENTRY_BYTES;
      held.set(entry.portalId, (held.get(entry.portalId) ?? 0) + entry.bytes + ENTRY_BYTES);
    }
    if (entries.size <= most.entries && bytes <= most.bytes) return;
    held.delete(null);
    const largest = Math.max(...held.values());
    const [first] = entries.keys();
    const [key = first] = [...entries].find(([, { portalId }]) => held.get(portalId) === largest) ?? [];
    if (key === undefined) return;
    entries.delete(key);
  }
}
