import * as z from 'zod';
import { isLanguage, LANGUAGES } from '../../texts/languages.ts';
import { saying } from '../issue.ts';

const hint = saying('UNKNOWN_CHOICE', `Must be one of: ${LANGUAGES.join(', ')}.`);

const language = z.string().refine(isLanguage, hint);

/** The languages that a portal offers, each once, and the one for people who read none of them. */
export const locales = z
  .object({
    default: language,
    offered: z
      .array(language)
      .min(1, saying('TOO_FEW', 'Must have at least 1 entry.', { minimum: 1 }))
      .max(
        LANGUAGES.length,
        saying('TOO_MANY', `Must have at most ${LANGUAGES.length} entries.`, { maximum: LANGUAGES.length }),
      )
      .transform((named) => [...new Set(named)]),
  })
  .refine(({ default: first, offered }) => offered.includes(first), {
    ...saying('CONTRADICTORY', 'Must be one of the languages that the portal offers.'),
    path: ['default'],
  });
