import type { Portal } from '../../prisma/generated/client/client.ts';
import type { Issue } from '../errors.ts';

/** Terms of use: which they are, and where they stand. */
export type Terms = { version: string; url: string };

/** The terms that hold at a portal now; null where it has none. */
export function termsOf({ termsVersion, termsUrl }: Pick<Portal, 'termsVersion' | 'termsUrl'>): Terms | null {
  return termsVersion !== null && termsUrl !== null ? { version: termsVersion, url: termsUrl } : null;
}

/** What is wrong with a consent, given by the version that was shown; at a portal without terms nothing can be. */
export function checkConsent(terms: Terms | null, shown: string | null | undefined): Issue[] {
  if (!terms || shown === terms.version) return [];
  const message = shown ? 'The terms of use have changed. Load this page again to read them.' : 'Accept the terms of use.';
  return [{ path: ['acceptedTerms'], message }];
}
