import * as z from 'zod';
import { line, lines, pageAddress } from '../input.ts';
import { saying, tooLong } from '../issue.ts';
import { lengthOf } from '../text.ts';
import { isColor } from './accent-color.ts';
import { FONT_NAMES } from './fonts.ts';

/** @limit pixels: `radius` of a portal, in CSS pixels. Beyond: InvalidInput. */
export const LARGEST_RADIUS = 16;
/** @limit characters: `footerText` of a portal. Beyond: InvalidInput. */
export const LONGEST_FOOTER = 500;
/** @limit links: `links` of a portal. Beyond: InvalidInput. */
export const MOST_LINKS = 5;
/** @limit characters: Label of one of the `links` of a portal. Beyond: InvalidInput. */
export const LONGEST_LABEL = 40;

const link = z.object({
  label: line(LONGEST_LABEL),
  url: pageAddress.refine((href) => href.startsWith('https:'), saying('NOT_A_URL', 'Must start with https://.')),
});

/** Null empties a setting. */
export const brandingInput = z.object({
  logoUrl: z.string().nullish(),
  darkLogoUrl: z.string().nullish(),
  iconUrl: z.string().nullish(),
  accentColor: z
    .string()
    .refine(isColor, 'Must be a colour such as #1f5f74.')
    .transform((color) => color.toLowerCase())
    .nullish(),
  font: z.enum(FONT_NAMES).nullish(),
  radius: z.int().min(0, 'Must be at least 0.').max(LARGEST_RADIUS, `Must be at most ${LARGEST_RADIUS}.`).nullish(),
  footerText: lines.refine((text) => lengthOf(text ?? '') <= LONGEST_FOOTER, tooLong(LONGEST_FOOTER)).nullish(),
  links: z.array(link).max(MOST_LINKS, `Must have at most ${MOST_LINKS} entries.`).nullish(),
});

export type BrandingInput = z.output<typeof brandingInput>;
