import type { Portal } from '../../prisma/generated/client/client.ts';
import type { Issue } from '../issue.ts';

/** Terms of use: their version, and where they can be read. */
export type Terms = { version: string; url: string };

/** The current terms of a portal; null if it has none. */
export function termsOf({ termsVersion, termsUrl }: Pick<Portal, 'termsVersion' | 'termsUrl'>): Terms | null {
  return termsVersion !== null && termsUrl !== null ? { version: termsVersion, url: termsUrl } : null;
}

/** What is wrong with a consent, which names the version that was shown. At a portal without terms nothing can be wrong. */
export function checkConsent(terms: Terms | null, shown: string | null | undefined): Issue[] {
  if (!terms || shown === terms.version) return [];
  const path = ['acceptedTerms'];
  if (!shown) return [{ path, code: 'NOT_ACCEPTED', message: 'Accept the terms of use.' }];
  return [{ path, code: 'OUTDATED', message: 'The terms of use have changed. Load this page again to read them.' }];
}
