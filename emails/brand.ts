import { createContext } from 'react';

type Colors = { accent: string; button: string; onButton: string };

/** `width` and `height` are in CSS pixels. Without a picture of its own, dark grounds show that of light ones. */
type Logo = { url: string; darkUrl: string | null; width: number; height: number };

/** How the emails of a portal look. */
export type Brand = {
  /** Null for the name in its place. */
  logo: Logo | null;
  light: Colors;
  dark: Colors;
  fontFamily: string;
  /** In CSS pixels. */
  radius: number;
  footerText: string | null;
  links: { label: string; url: string }[];
};

/** In all previews of portals that have set nothing. */
export const previewBrand: Brand = {
  logo: null,
  light: { accent: '#1f5f74', button: '#1f5f74', onButton: '#ffffff' },
  dark: { accent: '#8fcfe3', button: '#8fcfe3', onButton: '#0d2229' },
  fontFamily: 'system-ui, Arial, sans-serif',
  radius: 6,
  footerText: null,
  links: [],
};

/** In the previews of a portal with a brand. */
export const previewOwnBrand: Brand = {
  logo: {
    url: 'https://accounts.acme.example/pictures/logo.png',
    darkUrl: 'https://accounts.acme.example/pictures/dark-logo.png',
    width: 160,
    height: 40,
  },
  light: { accent: '#807100', button: '#ffe100', onButton: '#000000' },
  dark: { accent: '#ffe100', button: '#ffe100', onButton: '#000000' },
  fontFamily: "Charter, Georgia, 'Times New Roman', serif",
  radius: 16,
  footerText: 'Acme GmbH\nMarktstraße 1, 10115 Berlin',
  links: [{ label: 'Privacy', url: 'https://acme.example/privacy?a=1&b=2' }],
};

/** The brand of the email around. */
export const BrandOfEmail = createContext<Brand>(previewBrand);
