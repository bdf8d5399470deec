import type { App } from '../domain/app.ts';
import { branded } from '../domain/branding/branded.ts';
import type { Language } from '../texts/languages.ts';

/**
 * The sender of mails to admins about their own accounts, in the place of a portal.
 * @param language what the admin reads
 */
export const installationOf = (app: App, language: Language) => ({
  ...branded(app, { name: app.settings.mailName ?? 'Gatehouse', contactEmail: app.settings.mailFrom, language, branding: {} }),
  mailFrom: null,
});
