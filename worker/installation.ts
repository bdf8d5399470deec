import type { App } from '../domain/app.ts';
import { branded } from '../domain/branding/branded.ts';

/** The sender of mails to admins about their own accounts, in the place of a portal. */
export const installationOf = (app: App) => ({
  ...branded(app, { name: app.settings.mailName ?? 'Gatehouse', contactEmail: app.settings.mailFrom, branding: {} }),
  mailFrom: null,
});
