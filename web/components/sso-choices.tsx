import { type AnchorHTMLAttributes, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ownPortal } from '../own-host.ts';
import type { CodeTarget } from '../sso-code.ts';

type SsoChoicesProps = {
  choices: { label: string; startUrl: string }[];
  returnTo: string | null;
  /** Attributes of the links, if they open another tab. */
  tab?: { target: string; rel: string };
};

export function SsoChoices({ choices, returnTo, tab }: SsoChoicesProps) {
  const t = useTranslations('parts');
  return (
    <div aria-live="polite">
      {choices.map(({ label, startUrl }) => (
        <p key={startUrl}>
          <SsoLink className="second button" {...tab} startUrl={startUrl} returnTo={returnTo}>
            {t('logInWith', { label })}
          </SsoLink>
        </p>
      ))}
    </div>
  );
}

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
  useEffect(() => {
    // Loaded only at such a host.
    if (ownPortal !== null) void import('../sso-code.ts').then(({ codeTarget }) => codeTarget()).then(setCode);
  }, []);
  const more = { ...(returnTo && { returnTo: asPath(returnTo) }), ...code, ...(proves && { prove: '1' }) };
  const query = new URLSearchParams(more).toString();
  const href = query ? `${startUrl}${startUrl.includes('?') ? '&' : '?'}${query}` : startUrl;
  // It leads nowhere until it is whole, which takes no time that a person notices.
  return <a {...link} {...((ownPortal === null || code) && { href })} />;
}

/** A path if possible, so that it works under each host name of this page. */
function asPath(returnTo: string): string {
  const { origin, href } = new URL(returnTo, location.origin);
  return origin === location.origin ? href.slice(origin.length) : href;
}
