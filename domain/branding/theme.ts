import type { Branding } from './branding.ts';
import { type Colors, colorsOf, STANDARD_COLORS } from './colors.ts';
import { FONTS } from './fonts.ts';

/** What a page or an email is drawn with. */
export type Theme = { light: Colors; dark: Colors; fontFamily: string };

export const themeOf = ({ accentColor, font }: Pick<Branding, 'accentColor' | 'font'>): Theme => ({
  ...(accentColor ? colorsOf(accentColor) : STANDARD_COLORS),
  fontFamily: FONTS[font],
});
