import { filled } from '../input.ts';
import { saying } from '../issue.ts';

/** @limit characters: `locale` of a person (RFC 5646, section 4.4.1). Beyond: InvalidInput. */
export const LONGEST_LOCALE = 35;

/** Intl throws for a text that is no tag. */
function canonical(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

const hint = saying('MALFORMED', 'Must be a language tag such as en, de-AT or pt-BR.');

/** A tag of BCP 47, as Intl writes it. */
export const locale = filled(LONGEST_LOCALE)
  .refine((tag) => canonical(tag) !== null, { ...hint, abort: true })
  .transform((tag) => canonical(tag) ?? tag);
