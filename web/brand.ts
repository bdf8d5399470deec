import { useLayoutEffect } from 'react';
import { brandStyle } from './brand-style.ts';
import type { BrandingFragment } from './generated/operations.ts';
import { picturePath } from './picture-path.ts';

/** Gives the document the look of a portal, before the page is drawn. */
export function useBrand({ theme, radius, iconUrl }: BrandingFragment): void {
  useLayoutEffect(() => {
    for (const [name, value] of Object.entries(brandStyle(theme, radius))) {
      document.documentElement.style.setProperty(name, value);
    }
    const icon = document.querySelector('link[rel=icon]');
    if (!iconUrl || !icon) return;
    icon.setAttribute('type', 'image/png');
    icon.setAttribute('href', picturePath(iconUrl));
  }, [theme, radius, iconUrl]);
}
