import type { Portal } from '../../prisma/generated/client/client.ts';
import type { Issue } from '../issue.ts';

export type Terms = { version: string; url: string };

export function termsOf({ termsVersion, termsUrl }: Pick<Portal, 'termsVersion' | 'termsUrl'>): Terms | null {
  return termsVersion !== null && termsUrl !== null ? { version: termsVersion, url: termsUrl } : null;
}

export function checkConsent(terms: Terms | null, shown: string | null | undefined): Issue[] {
  if (!terms || shown === terms.version) return [];
  const path = ['acceptedTerms'];
  if (!shown) return [{ path, code: 'NOT_ACCEPTED', message: 'Accept the terms of use.' }];
  return [{ path, code: 'OUTDATED', message: 'The terms of use have changed. Load this page again to read them.' }];
}
