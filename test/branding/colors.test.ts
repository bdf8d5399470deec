import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { colorsOf, GROUNDS, STANDARD_COLORS } from '../../domain/branding/colors.ts';
import { contrast, TEXT_CONTRAST } from '../../domain/branding/contrast.ts';
import { present } from '../kit/present.ts';

const color = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`);

const styles = await readFile('web/style.css', 'utf8');

/** The light and the dark value of a ground in the style sheet of the pages. */
function groundOf(name: string): { light: string; dark: string } {
  const [, light, dark] = present(styles.match(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`));
  return { light: present(light), dark: present(dark) };
}

/** The lowest contrast of a text to what it stands on. */
function lowest({ light, dark }: ReturnType<typeof colorsOf>): number {
  const [page, sheet] = [groundOf('page'), groundOf('sheet')];
  return Math.min(
    ...[page.light, sheet.light].map((ground) => contrast(light.accent, ground)),
    ...[page.dark, sheet.dark, GROUNDS.dark].map((ground) => contrast(dark.accent, ground)),
    ...[light, dark].map(({ button, onButton }) => contrast(button, onButton)),
  );
}

test('any accent colour gives texts with a contrast of 4.5 at least, on pages and in dark mail programs', () => {
  fc.assert(
    fc.property(color, (accent) => {
      expect(lowest(colorsOf(accent))).toBeGreaterThanOrEqual(TEXT_CONTRAST);
    }),
    { numRuns: 500, examples: [['#ffff00'], ['#ffffff'], ['#000000'], ['#767676'], ['#777777'], ['#ff0000'], ['#0000ff']] },
  );
  expect(lowest(STANDARD_COLORS)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
});

test('yellow stays yellow on a button and in the dark, and is dark enough as a link on white', () => {
  expect(colorsOf('#ffe100')).toEqual({
    light: { accent: '#807100', button: '#ffe100', onButton: '#000000' },
    dark: { accent: '#ffe100', button: '#ffe100', onButton: '#000000' },
  });
});

test('a colour that is legible stays as it is, and one that is lost in the dark is lighter there', () => {
  expect(colorsOf('#1d4ed8')).toEqual({
    light: { accent: '#1d4ed8', button: '#1d4ed8', onButton: '#ffffff' },
    dark: { accent: '#6e8ee6', button: '#6e8ee6', onButton: '#000000' },
  });
});

test('the contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21);
  expect(contrast('#808080', '#808080')).toBe(1);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test('the style sheet of the pages begins with the standard colours', () => {
  for (const scheme of ['light', 'dark'] as const) {
    const { accent, button, onButton } = STANDARD_COLORS[scheme];
    expect(styles).toContain(`--accent-${scheme}: ${accent};`);
    expect(styles).toContain(`--button-${scheme}: ${button};`);
    expect(styles).toContain(`--on-button-${scheme}: ${onButton};`);
  }
  expect(groundOf('page').light).toBe(GROUNDS.light);
});
