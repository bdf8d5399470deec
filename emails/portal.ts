import type { Language } from '../texts/languages.ts';
import { type Brand, previewBrand, previewOwnBrand } from './brand.ts';
import type { OwnTexts } from './words.ts';

/** For the header, the look and the footer of every mail. */
export type Portal = {
  name: string;
  contactEmail: string;
  brand: Brand;
  /** What the reader reads. English if it is left out. */
  language?: Language | undefined;
  /** What the portal says in this email, in this language. The texts of Gatehouse if it is left out. */
  own?: OwnTexts | undefined;
};

/** The portal in all previews. */
export const previewPortal: Portal = { name: 'Acme Developers', contactEmail: 'developers@acme.example', brand: previewBrand };

/** A portal with a logo, colours and a footer. */
export const previewBrandedPortal: Portal = { ...previewPortal, brand: previewOwnBrand };

/** For mails to admins about their own accounts, which belong to no portal. */
export const previewInstallation: Portal = { name: 'Gatehouse', contactEmail: 'no-reply@acme.example', brand: previewBrand };
