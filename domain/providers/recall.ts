/** A failure is remembered this long, so that a provider that is down is not asked by everybody. */
const FAILURE_MS = 10_000;

/** Answers by key, and when they were asked for. */
export type Memory<Value> = Map<string, { value: Promise<Value>; askedAt: number; goodUntil: number }>;

/**
 * The remembered answer under a key, or a new one by `ask`. Calls that come while one is under way share its answer. A failure
 * is remembered too, but only briefly.
 * @param since answers that were asked for before this time do not count, in ms since 1970
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
