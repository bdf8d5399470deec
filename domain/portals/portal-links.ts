import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

type LinkedPortal = Pick<Portal, 'slug' | 'customPublicUrl' | 'catalogUrl' | 'origins'>;

/** @limit characters: `returnTo`. Beyond: InvalidInput at a sign-up. After a log-in with SSO, the browser ends at `catalogUrl`. */
export const LONGEST_TARGET = 2_000;

/** Pages of a portal that mails and clients point at. */
type Page =
  | 'sign-up'
  | 'log-in'
  | 'forgot-password'
  | 'verify-email'
  | 'reset-password'
  | 'confirm-email'
  | 'undo-email-change'
  | 'unlink-sso'
  | 'confirm-sso'
  | 'sso-confirm-sent'
  | 'sso-failed'
  | 'account';

/** Where the portal's pages are: at its own URL, else here. Nothing in a request can change it. */
export function publicUrlOf({ settings }: App, portal: Pick<Portal, 'slug' | 'customPublicUrl'>): string {
  return portal.customPublicUrl ?? `${settings.publicUrl}/p/${portal.slug}`;
}

/** The URL of a page; with a token, the link that is mailed. */
export function pageUrl(app: App, portal: Pick<Portal, 'slug' | 'customPublicUrl'>, page: Page, token?: string): string {
  return `${publicUrlOf(app, portal)}/${page}${token ? `?token=${token}` : ''}`;
}

/** The origins that may call the API for this portal with a cookie, and that `returnTo` may name. */
function originsOf(app: App, portal: LinkedPortal): string[] {
  return [publicUrlOf(app, portal), portal.catalogUrl, ...portal.origins].map((url) => new URL(url).origin);
}

/** Whether a person may be sent there: a path, or a page on one of the portal's origins. */
export function isReturnTarget(app: App, portal: LinkedPortal, target: string): boolean {
  // Browsers drop tabs and line breaks and read a backslash as a slash, so `/\evil.test` leads to another host. A client may
  // also decode a path before it goes there.
  if (target.length > LONGEST_TARGET || !target.isWellFormed() || /[\p{Cc}\s\\]/u.test(target)) return false;
  if (/%([01][\da-f]|7f|2f|5c)/i.test(target.split(/[?#]/, 1)[0] ?? '')) return false;
  if (target.startsWith('/')) return !target.startsWith('//');
  const url = URL.parse(target);
  return url !== null && /^https?:\/\//.test(target) && !url.username && originsOf(app, portal).includes(url.origin);
}
