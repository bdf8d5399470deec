import { readTrace } from './person-trace.ts';

/**
 * Kept in the browser's history and not in the URL. Empty after somebody logged in or out, because the next reader may be
 * another person.
 */
export function carriedEmail(): string {
  const state: unknown = history.state;
  if (!(state instanceof Object && 'email' in state && 'trace' in state)) return '';
  return typeof state.email === 'string' && state.trace === readTrace() ? state.email : '';
}

const carrying = (email: string) => ({ email, trace: readTrace() });

/** A reload then leads to that page, with this email address. */
export const reloadsAs = (path: string, email: string): void => history.replaceState(carrying(email), '', path);

export function goWith(path: string, email: string): void {
  history.pushState(carrying(email), '', path);
  location.reload();
}
