import type { App } from '../domain/app.ts';

/** Who mails admins about themselves, in the place of a portal. */
export const installationOf = ({ settings }: App) => ({
  name: settings.mailName ?? 'Gatehouse',
  mailFrom: null,
  contactEmail: settings.mailFrom,
});
