import { useTranslations } from 'use-intl';

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
          <a className="second button" {...tab} href={withReturnTo(startUrl, returnTo)}>
            {t('logInWith', { label })}
          </a>
        </p>
      ))}
    </div>
  );
}

/** The start URL with `prove`: a new log-in at the provider, in place of a password. */
export const toProve = (startUrl: string, returnTo: string): string => `${withReturnTo(startUrl, returnTo)}&prove=1`;

/** `returnTo` is a path if possible, so that it works under each host name of this page. */
function withReturnTo(startUrl: string, returnTo: string | null): string {
  if (!returnTo) return startUrl;
  const { origin, pathname, search, hash, href } = new URL(returnTo, location.origin);
  const target = origin === location.origin ? pathname + search + hash : href;
  return `${startUrl}?${new URLSearchParams({ returnTo: target })}`;
}
