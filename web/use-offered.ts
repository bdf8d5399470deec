import { use } from 'react';
import type { PortalFragment } from './generated/operations.ts';
import { LanguageOfPage } from './language.ts';

/** The languages that the portal offers, of those that this version of the pages has. */
export function useOffered({ locales }: PortalFragment): string[] {
  const { known } = use(LanguageOfPage);
  return locales.offered.filter((language) => known.includes(language));
}
