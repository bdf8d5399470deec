import type { Language } from '../../texts/languages.ts';
import { type Branding, brandingOf } from './branding.ts';
import { pictureUrl, type Served } from './picture-url.ts';
import { themeOf } from './theme.ts';

/** The room for a logo in an email, in CSS pixels. Its picture can be larger, for sharp screens. */
const LOGO_ROOM = { width: 200, height: 40 };

type WithBranding = { name: string; contactEmail: string; language?: Language } & Parameters<typeof brandingOf>[0];

/** A portal as its emails show it. */
export function branded(served: Served, { name, contactEmail, language, branding }: WithBranding) {
  const set = brandingOf({ branding });
  const { radius, footerText, links } = set;
  return { name, contactEmail, language, brand: { ...themeOf(set), logo: logoOf(served, set), radius, footerText, links } };
}

function logoOf(served: Served, { logo, darkLogo }: Branding) {
  if (!logo) return null;
  const share = Math.min(LOGO_ROOM.width / logo.width, LOGO_ROOM.height / logo.height, 1);
  return {
    url: pictureUrl(served, logo.hash),
    darkUrl: darkLogo && pictureUrl(served, darkLogo.hash),
    width: Math.round(logo.width * share),
    height: Math.round(logo.height * share),
  };
}
