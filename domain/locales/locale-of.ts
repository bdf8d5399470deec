import type { Portal } from '../../prisma/generated/client/client.ts';
import { findLanguage } from '../../texts/find-language.ts';

/**
 * What a person reads, to be kept for later.
 * @param chosen the tag that the person chose, if any
 * @param accepted the languages of the request, the dearest first
 * @returns null if the person chose none, and the portal offers none of the request
 */
export const localeOf = (
  { offeredLocales }: Pick<Portal, 'offeredLocales'>,
  chosen: string | null | undefined,
  accepted: readonly string[],
): string | null => chosen ?? findLanguage(accepted, offeredLocales);
