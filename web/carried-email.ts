import { readTrace } from './kept-pages.ts';

/**
 * The address that the page before this one carried along, in the browser's history and in no URL. Empty without one, and once
 * somebody has logged in or out here meanwhile: who goes back then may be somebody else.
 */
export function carriedEmail(): string {
  const state: unknown = history.state;
  if (!(state instanceof Object && 'email' in state && 'trace' in state)) return '';
  return typeof state.email === 'string' && state.trace === readTrace() ? state.email : '';
}

const carrying = (email: string) => ({ email, trace: readTrace() });

/** Names the page that a reload leads to from now on, with an address for it. */
export const reloadsAs = (path: string, email: string): void => history.replaceState(carrying(email), '', path);

/** Goes to another page, with an address for it. */
export function goWith(path: string, email: string): void {
  history.pushState(carrying(email), '', path);
  location.reload();
}
