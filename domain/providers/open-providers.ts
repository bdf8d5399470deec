import type { Metadata } from './discover.ts';
import { type Guard, openGuard } from './guarded-fetch.ts';
import type { ProviderKeys } from './provider-keys.ts';
import { type Memory, openMemory } from './recall.ts';

/**
 * @limit entries: Providers whose discovery documents and keys are remembered. Beyond: The entry that was used longest ago is
 * forgotten.
 */
export const MOST_ENTRIES = 200;
/** @limit bytes: Memory for discovery documents. Beyond: The entry that was used longest ago is forgotten. */
export const MOST_METADATA_BYTES = 2 * 1024 * 1024;
/** @limit bytes: Memory for keys of providers. Beyond: The entry that was used longest ago is forgotten. */
export const MOST_KEYS_BYTES = 6 * 1024 * 1024;

export type Providers = {
  guard: Guard;
  metadata: Memory<Metadata>;
  keys: Memory<ProviderKeys>;
  lookUps: Map<string, Promise<unknown>>;
  close: () => Promise<void>;
};

export function openProviders(): Providers {
  const guard = openGuard();
  return {
    guard,
    metadata: openMemory({ entries: MOST_ENTRIES, bytes: MOST_METADATA_BYTES }),
    keys: openMemory({ entries: MOST_ENTRIES, bytes: MOST_KEYS_BYTES }),
    lookUps: new Map(),
    close: guard.close,
  };
}
