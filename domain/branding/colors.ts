import { contrast, mixed, SHAPE_CONTRAST, TEXT_CONTRAST } from './contrast.ts';

/** `accent` is for links and edges, `onButton` for the text on a button. */
export type Colors = { accent: string; button: string; onButton: string };

/** Those of a portal that has set no colour, as `web/style.css` begins with them. */
export const STANDARD_COLORS: { light: Colors; dark: Colors } = {
  light: { accent: '#1f5f74', button: '#1f5f74', onButton: '#ffffff' },
  dark: { accent: '#8fcfe3', button: '#8fcfe3', onButton: '#0d2229' },
};

/**
 * What links stand on: in light the darkest ground of the pages (`web/style.css`), in dark a ground that is lighter than those of the pages and of the
 * dark modes of mail programs.
 */
export const GROUNDS = { light: '#f6f7f7', dark: '#2b2b2b' };

const WHITE = '#ffffff';
const BLACK = '#000000';
const STEPS = 100;

/**
 * Keeps the contrast whatever colour was asked for. A button in light has the colour itself, with an edge that can be seen; a button that would be lost
 * in the dark has the colour of links.
 * @param accentColor six hexadecimal digits after `#`
 */
export function colorsOf(accentColor: string): { light: Colors; dark: Colors } {
  const light = legible(accentColor, GROUNDS.light, BLACK);
  const dark = legible(accentColor, GROUNDS.dark, WHITE);
  const shown = contrast(accentColor, GROUNDS.dark) < SHAPE_CONTRAST ? dark : accentColor;
  return {
    light: { accent: light, button: accentColor, onButton: textOn(accentColor) },
    dark: { accent: dark, button: shown, onButton: textOn(shown) },
  };
}

/** The colour with as little of `other` as makes it legible. */
function legible(color: string, ground: string, other: string): string {
  for (let step = 0; step < STEPS; step++) {
    const shade = mixed(color, other, step / STEPS);
    if (contrast(shade, ground) >= TEXT_CONTRAST) return shade;
  }
  return other;
}

/** One of the two always has enough contrast. */
const textOn = (ground: string): string => (contrast(WHITE, ground) >= TEXT_CONTRAST ? WHITE : BLACK);
