import { type AnchorHTMLAttributes, useEffect, useState } from 'react';
import { ownPortal } from '../own-host.ts';
import { type CodeTarget, codeTarget } from '../sso-code.ts';

type SsoLinkProps = Pick<AnchorHTMLAttributes<HTMLAnchorElement>, 'className' | 'target' | 'rel' | 'children'> & {
  startUrl: string;
  /** Where the log-in ends. Null for the catalog. */
  returnTo: string | null;
  /** A new log-in at the provider, in place of a password. */
  proves?: boolean;
};

/** Starts a log-in at a provider. */
export function SsoLink({ startUrl, returnTo, proves = false, ...link }: SsoLinkProps) {
  const [code, setCode] = useState<CodeTarget | null>(null);
  useEffect(() => void codeTarget().then(setCode), []);
  const more = { ...(returnTo && { returnTo: asPath(returnTo) }), ...code, ...(proves && { prove: '1' }) };
  const query = new URLSearchParams(more).toString();
  const href = query ? `${startUrl}${startUrl.includes('?') ? '&' : '?'}${query}` : startUrl;
  // It leads nowhere until it is whole, which takes no time that a person notices.
  return <a {...link} {...((ownPortal === null || code) && { href })} />;
}

/** A path if possible, so that it works under each host name of this page. */
function asPath(returnTo: string): string {
  const { origin, pathname, search, hash, href } = new URL(returnTo, location.origin);
  return origin === location.origin ? pathname + search + hash : href;
}
