/** The address that the page before this one carried along, in the browser's history and in no URL; empty without one. */
export function carriedEmail(): string {
  const state: unknown = history.state;
  const email = state instanceof Object && 'email' in state ? state.email : '';
  return typeof email === 'string' ? email : '';
}

/** Names the page that a reload leads to from now on, with an address for it. */
export const reloadsAs = (path: string, email: string): void => history.replaceState({ email }, '', path);

/** Goes to another page, with an address for it. */
export function goWith(path: string, email: string): void {
  history.pushState({ email }, '', path);
  location.reload();
}
