import type { Settings } from '../app.ts';
import type { Metadata } from './discover.ts';
import { type GuardedFetch, openGuard } from './guarded-fetch.ts';
import type { Memory } from './recall.ts';
import type { ProviderKeys } from './verify-jwt.ts';

/** What this process remembers of identity providers, by issuer, and how it asks them. */
export type Providers = {
  fetch: GuardedFetch;
  /** As `fetch`, but returns redirects. */
  fetchRedirect: GuardedFetch;
  metadata: Memory<Metadata>;
  keys: Memory<ProviderKeys>;
  /** Ends all connections. */
  close: () => Promise<void>;
};

export function openProviders(settings: Settings): Providers {
  return { ...openGuard(settings.ssoAllowedPrivateHosts), metadata: new Map(), keys: new Map() };
}
