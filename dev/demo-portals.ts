import type { BrandingInput } from '../domain/branding/branding-input.ts';
import type { SignUpFieldInput } from '../domain/sign-up-form/field-input.ts';
import { LANGUAGES, type Language } from '../texts/languages.ts';

export type DemoPortal = {
  slug: string;
  name: string;
  contactEmail: string;
  locales: { default: Language; offered: Language[] };
  look: BrandingInput;
  /** Nothing is required, so that a sign-up needs only name and email address. */
  fields: SignUpFieldInput[];
};

export const DEMO = {
  slug: 'demo',
  name: 'Demo Portal',
  contactEmail: 'help@example.com',
  locales: { default: 'en', offered: [...LANGUAGES] },
  look: { accentColor: '#6d28d9', font: 'HUMANIST', radius: 10, footerText: 'A portal to try things out.' },
  fields: [
    { key: 'company', label: 'Company', kind: 'TEXT' },
    {
      key: 'use',
      label: 'What do you want to build?',
      kind: 'CHOICE',
      choices: ['An app of my own', 'Something for my company', 'I am just looking around'],
    },
  ],
} satisfies DemoPortal;

/** In another language, with another look. */
export const NORDLICHT = {
  slug: 'nordlicht',
  name: 'Nordlicht',
  contactEmail: 'hilfe@example.com',
  locales: { default: 'de', offered: ['de'] },
  look: { accentColor: '#0f766e', font: 'SERIF', radius: 3, footerText: 'Ein Portal zum Ausprobieren.' },
  fields: [
    { key: 'firma', label: 'Firma', kind: 'TEXT' },
    {
      key: 'vorhaben',
      label: 'Was möchten Sie bauen?',
      kind: 'CHOICE',
      choices: ['Eine eigene App', 'Etwas für meine Firma', 'Ich sehe mich nur um'],
    },
  ],
} satisfies DemoPortal;
