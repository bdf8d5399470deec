import { Refusal } from './refuse.ts';

/** The schemes that a URL of a service can have, each with the scheme that we use for it, or the reason why it is refused. */
export type Schemes = Record<string, { is: string } | { refused: string }>;

/** The parts of a URL of a service; user and password as the service knows them. */
export type ServiceUrl = { scheme: string; user: string; password: string; host: string; path: string; query: URLSearchParams };

const UNREADABLE = 'is not a valid URL';

/**
 * Reads the URL of a service. Generated passwords contain any character, so user and password reach to the last `@`, whether or not they
 * are percent-encoded.
 * @throws Refusal that says what is wrong with it
 */
export function readServiceUrl(text: string, schemes: Schemes): ServiceUrl {
  const [, name = '', rest = ''] = /^([a-z][a-z\d+.-]*):\/\/(.*)$/is.exec(text) ?? [];
  const scheme = schemes[name.toLowerCase()];
  if (!scheme) throw new Refusal(`must start with ${first(schemes)}`);
  if ('refused' in scheme) throw new Refusal(scheme.refused);
  const at = rest.lastIndexOf('@');
  const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(rest.slice(0, Math.max(at, 0))) ?? [];
  const place = rest.slice(at + 1);
  const host = place.split(/[/?#]/, 1)[0] ?? '';
  if (host.includes(',')) throw new Refusal('names several hosts: Gatehouse connects to one');
  if (/\s/.test(text)) throw new Refusal(`${UNREADABLE}: it contains white space`);
  if (!host || host.startsWith(':')) throw new Refusal('names no host');
  const url = URL.parse(`${scheme.is}://${place}`);
  if (!url) throw new Refusal(`${UNREADABLE}: after the host there can only be a port from 1 to 65535`);
  if (url.hash) throw new Refusal(`${UNREADABLE}: it has a part that starts with #`);
  const path = url.pathname === '/' ? '' : url.pathname;
  return { scheme: scheme.is, user: decoded(user), password: decoded(password), host, path, query: url.searchParams };
}

/** The URL as every library reads it. */
export function writeServiceUrl({ scheme, user, password, host, path, query }: ServiceUrl): string {
  const credentials = [user, password].map(encodeURIComponent).join(':').replace(/:$/, '');
  return `${scheme}://${credentials && `${credentials}@`}${host}${path}${query.size > 0 ? `?${query}` : ''}`;
}

const first = (schemes: Schemes): string =>
  Object.entries(schemes)
    .flatMap(([name, scheme]) => ('is' in scheme && scheme.is === name ? [`${name}://`] : []))
    .join(' or ');

/** Whether a host of a URL is this machine, so that nobody on the way can read along. */
export const isThisMachine = (hostname: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname);

/** A `%` that encodes nothing is a `%`. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
