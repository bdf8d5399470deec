import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { AtPortal } from './ask-provider.ts';
import { lookUpPublic } from './look-up.ts';
import type { Providers } from './open-providers.ts';
import { ProviderFailure } from './provider-failure.ts';
import { type Allowing, hostIn, parseProviderUrl, privateHostOf } from './provider-url.ts';

/** @limit Time of a look-up of a provider's host while an admin waits. Beyond: InvalidInput. */
export const MOST_MS = 3_000;

/** Looks up only one host of each portal at a time, and one of the installation. */
export async function checkProviderUrl(
  { providers: { lookUps }, settings }: { providers: Pick<Providers, 'lookUps'>; settings: Allowing },
  at: AtPortal & { portal: { id: string } | null },
): Promise<void> {
  const { url, isAllowed } = parseProviderUrl(at.issuer, privateHostOf(settings, at));
  if (/[?#]/.test(at.issuer)) throw new ProviderFailure('MISCONFIGURED', 'The issuer must not have a query or a fragment.');
  if (isAllowed) return;
  const id = at.portal?.id ?? 'installation';
  const host = hostIn(url);
  const deadline = performance.now() + MOST_MS;
  const lookUp = async () => {
    if (performance.now() < deadline) await promisify(lookUpPublic)(host, {});
  };
  const mine = (lookUps.get(id) ?? Promise.resolve()).then(lookUp, lookUp);
  const settled = mine.catch(() => undefined).finally(() => lookUps.get(id) === settled && lookUps.delete(id));
  lookUps.set(id, settled);
  const late = setTimeout(MOST_MS, 'LATE' as const, { ref: false });
  const found = await Promise.race([mine, late]).catch((error: unknown) => {
    if (error instanceof ProviderFailure) throw error;
    throw new ProviderFailure('MISCONFIGURED', `The host ${url.hostname} is not found.`);
  });
  if (found === 'LATE') throw new ProviderFailure('MISCONFIGURED', `No name server answered in time for ${url.hostname} is.`);
}
