import { getDomain, parse } from 'tldts';

/**
 * True if anybody can register a domain below this one, such as `com` and `co.uk`. With `withHosts` also if anybody can get a name below it
 * from a company, such as `github.io`.
 */
export const isPublicSuffix = (domain: string, withHosts: boolean): boolean =>
  getDomain(domain, { allowPrivateDomains: withHosts }) === null;

/** The domain that somebody has registered, such as `example.co.uk` for `mail.example.co.uk`. Null for a public suffix. */
export const registeredDomain = (domain: string): string | null => getDomain(domain);

/**
 * Whether the public DNS can have the name, so that it is none of a private network. `test` is for tests (RFC 6761, 6.2). Below `arpa` are
 * addresses, and `home.arpa` (RFC 8375).
 */
export function isPublicName(name: string): boolean {
  const { isIcann, publicSuffix } = parse(name, { allowPrivateDomains: false });
  return name.includes('.') && (publicSuffix === 'test' || (isIcann === true && !/(^|\.)arpa$/.test(name)));
}
