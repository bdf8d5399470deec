import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { isClosed } from './portal-hosts.ts';

type LinkedPortal = Pick<Portal, 'slug' | 'customPublicUrl' | 'catalogUrl' | 'origins'>;

/** @limit characters: `returnTo`. Beyond: InvalidInput at a sign-up. After a log-in with SSO, the browser ends at `catalogUrl`. */
export const LONGEST_TARGET = 2_000;

type Page =
  | 'sign-up'
  | 'log-in'
  | 'forgot-password'
  | 'verify-email'
  | 'accept-invitation'
  | 'reset-password'
  | 'confirm-email'
  | 'undo-email-change'
  | 'keep-account'
  | 'unlink-sso'
  | 'confirm-sso'
  | 'answer-question'
  | 'sso-confirm-sent'
  | 'sso-failed'
  | 'second-factor'
  | 'open-registration'
  | 'account';

/**
 * Comes from settings only, so that no request header can change a link. Where the operator says which hosts portals may have, a stored URL at
 * another one does not count. Where the operator says nothing, it does: a client of the portal's own may be at a private name, as at an address.
 */
export function publicUrlOf({ settings }: App, portal: Pick<Portal, 'slug' | 'customPublicUrl'>): string {
  const { slug, customPublicUrl } = portal;
  const counts = settings.portalHosts === null || !isClosed({ settings }, portal);
  return (counts && customPublicUrl) || `${settings.publicUrl}/p/${slug}`;
}

export const catalogPage = (app: App, portal: Pick<Portal, 'slug' | 'customPublicUrl'>): string =>
  `${publicUrlOf(app, portal)}/catalog`;

/** A catalog that is one of the pages is where these are. */
export const catalogUrlOf = (app: App, portal: Pick<Portal, 'slug' | 'customPublicUrl' | 'catalogUrl'>): string =>
  portal.catalogUrl === `${portal.customPublicUrl}/catalog` ? catalogPage(app, portal) : portal.catalogUrl;

export function pageUrl(app: App, portal: Pick<Portal, 'slug' | 'customPublicUrl'>, page: Page, token?: string): string {
  return `${publicUrlOf(app, portal)}/${page}${token ? `?token=${token}` : ''}`;
}

function originsOf(app: App, portal: LinkedPortal): string[] {
  return [publicUrlOf(app, portal), catalogUrlOf(app, portal), ...portal.origins].map((url) => new URL(url).origin);
}

export function isReturnTarget(app: App, portal: LinkedPortal, target: string): boolean {
  if (!isPlain(target)) return false;
  if (target.startsWith('/')) return !target.startsWith('//');
  const url = URL.parse(target);
  return url !== null && /^https?:\/\//.test(target) && !url.username && originsOf(app, portal).includes(url.origin);
}

/** Only a path, because the pages for admins are all here. */
export const isAdminTarget = (target: string): boolean => isPlain(target) && /^\/(?!\/)/.test(target);

function isPlain(target: string): boolean {
  // Browsers remove tabs and line breaks, and read a backslash as a slash. So `/\evil.test` would lead to another host.
  if (target.length > LONGEST_TARGET || !target.isWellFormed() || /[\p{Cc}\s\\]/u.test(target)) return false;
  return !/%([01][\da-f]|7f|2f|5c)/i.test(target.split(/[?#]/, 1)[0] ?? '');
}
