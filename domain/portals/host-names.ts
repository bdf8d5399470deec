/** @limit characters: `Host` header that is looked up, a name of 253 and a port. Beyond: It is the host of no portal. */
export const LONGEST_HOST = 259;

/** In one spelling: lower case, without the port of http and https, and without the dot that ends a full name. Null for what is no host. */
export function spelt(host: string): string | null {
  if (host.length > LONGEST_HOST || !/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(host)) return null;
  return URL.parse(`https://${host.replace(/:(80|443)$/, '')}`)?.host.replace(/\.(:\d+)?$/, '$1') ?? null;
}

export const hostOf = (url: string): string | null => spelt(new URL(url).host);

export const withoutPort = (host: string): string => host.replace(/:\d+$/, '');

/** False for an address and for a name without a dot. Takes no port. */
export const isFullName = (name: string): boolean => /\.(?=[^.]*[a-z])[^.:\]]+$/.test(name);
