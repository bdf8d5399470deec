/** A provider that is down costs one attempt in this time. */
const FAILURE_MS = 10_000;

/** What was asked for, and when. */
export type Memory<Value> = Map<string, { value: Promise<Value>; askedAt: number; goodUntil: number }>;

/**
 * What is remembered under a key, or what `ask` finds; whoever comes meanwhile waits for the same answer. A failure is remembered,
 * too, for a short while.
 * @param since an answer to a question that was asked before this time does not count
 */
export async function recall<Value>(
  memory: Memory<Value>,
  key: string,
  goodForMs: number,
  ask: () => Promise<Value>,
  since = 0,
): Promise<Value> {
  const known = memory.get(key);
  if (known && known.goodUntil > Date.now() && known.askedAt >= since) return await known.value;
  const askedAt = Date.now();
  const asked = { value: ask(), askedAt, goodUntil: askedAt + goodForMs };
  memory.set(key, asked);
  asked.value.catch(() => {
    asked.goodUntil = Math.min(asked.goodUntil, Date.now() + FAILURE_MS);
  });
  return await asked.value;
}
