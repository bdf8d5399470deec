type Name = 'token' | 'invite';

/**
 * The token in the URL of this page. From now on it is in the browser's history instead, where nobody reads it by chance and a reload
 * finds it.
 */
export function hideToken(name: Name): string {
  const { pathname, search } = location;
  const query = new URLSearchParams(search);
  const token = query.get(name);
  if (token === null) return hiddenToken(name);
  query.delete(name);
  history.replaceState({ ...history.state, [name]: token }, '', `${pathname}${query.size > 0 ? `?${query}` : ''}`);
  return token;
}

export function hiddenToken(name: Name): string {
  const token: unknown = Object(history.state)[name];
  return typeof token === 'string' ? token : '';
}
