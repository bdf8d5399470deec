import type { App } from '../app.ts';

/** Pages for admins that mails point at. */
type AdminPage = 'forgot-password' | 'reset-password';

/** The address of a page for admins; with a token, the link that is mailed. Nothing in a request can change it. */
export function adminPageUrl({ settings }: App, page: AdminPage, token?: string): string {
  return `${settings.publicUrl}/admin/${page}${token ? `?token=${token}` : ''}`;
}
