import type { Language } from '../texts/languages.ts';

/** For the header and footer of every mail. */
export type Portal = {
  name: string;
  contactEmail: string;
  /** What the reader reads. English if it is left out. */
  language?: Language | undefined;
};

/** The portal in all previews. */
export const previewPortal: Portal = { name: 'Acme Developers', contactEmail: 'developers@acme.example' };

/** For mails to admins about their own accounts, which belong to no portal. */
export const previewInstallation: Portal = { name: 'Gatehouse', contactEmail: 'no-reply@acme.example' };
