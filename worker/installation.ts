import type { App } from '../domain/app.ts';

/** The sender of mails to admins about their own accounts, in the place of a portal. */
export const installationOf = ({ settings }: App) => ({
  name: settings.mailName ?? 'Gatehouse',
  mailFrom: null,
  contactEmail: settings.mailFrom,
});
