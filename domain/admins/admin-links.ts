import type { App } from '../app.ts';

type AdminPage =
  | 'forgot-password'
  | 'reset-password'
  | 'accept-invitation'
  | 'decide'
  | 'second-factor'
  | 'confirm-sso'
  | 'sso-confirm-sent'
  | 'sso-failed'
  | 'security';

/** Comes from settings only, so that no request header can change a link. */
export function adminPageUrl({ settings }: App, page: AdminPage, token?: string): string {
  return `${settings.publicUrl}/admin/${page}${token ? `?token=${token}` : ''}`;
}
