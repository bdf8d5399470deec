type PageName = '' | 'sign-up' | 'check-email' | 'waiting' | 'log-in' | 'forgot-password' | 'reset-sent' | 'account';

/** The path of a page of a portal. @param returnTo where the person wants to go in the end */
export function pagePath(portal: { slug: string }, page: PageName, returnTo: string | null = null): string {
  return `/p/${portal.slug}/${page}${returnTo ? `?${new URLSearchParams({ returnTo })}` : ''}`;
}
