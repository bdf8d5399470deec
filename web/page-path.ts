import { pathOf } from './own-host.ts';

type PageName =
  | ''
  | 'sign-up'
  | 'check-email'
  | 'waiting'
  | 'log-in'
  | 'forgot-password'
  | 'reset-sent'
  | 'registration-link'
  | 'registration-link-sent'
  | 'account'
  | 'status'
  | 'sso-callback'
  | 'sso-failed';

/** `returnTo` is the page that the person wants to see in the end. */
export function pagePath(portal: { slug: string }, page: PageName, returnTo: string | null = null): string {
  return `${pathOf(portal.slug)}/${page}${returnTo ? `?${new URLSearchParams({ returnTo })}` : ''}`;
}
