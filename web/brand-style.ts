import type { BrandThemeFragment } from './generated/operations.ts';

type Style = Record<`--${string}`, string>;

/** The properties of `style.css` that are the brand. */
export function brandStyle({ light, dark, fontFamily }: BrandThemeFragment, radius: number): Style {
  return {
    '--accent': `light-dark(${light.accent}, ${dark.accent})`,
    '--button': `light-dark(${light.button}, ${dark.button})`,
    '--on-button': `light-dark(${light.onButton}, ${dark.onButton})`,
    '--radius': `${radius}px`,
    '--font': fontFamily,
  };
}
