import type { BrandThemeFragment } from './generated/operations.ts';

type Style = Record<`--${string}`, string>;

/** The properties of `style.css` that are the brand. */
export function brandStyle({ light, dark, fontFamily }: BrandThemeFragment, radius: number): Style {
  return {
    '--accent-light': light.accent,
    '--accent-dark': dark.accent,
    '--button-light': light.button,
    '--button-dark': dark.button,
    '--on-button-light': light.onButton,
    '--on-button-dark': dark.onButton,
    '--radius': `${radius}px`,
    '--font': fontFamily,
  };
}
