import type { PortalFragment } from '../generated/operations.ts';

type SsoChoicesProps = {
  choices: PortalFragment['ssoConnections'];
  /** Where the person wants to go in the end. */
  returnTo: string | null;
};

/** The ways to log in with SSO, as plain links. */
export function SsoChoices({ choices, returnTo }: SsoChoicesProps) {
  return (
    <div aria-live="polite">
      {choices.map(({ id, label, startUrl }) => (
        <p key={id}>
          <a className="second button" href={withReturnTo(startUrl, returnTo)}>
            Log in with {label}
          </a>
        </p>
      ))}
    </div>
  );
}

/** The start URL with `prove`: the person has to log in at the provider anew, which stands for a password. */
export const toProve = (startUrl: string, returnTo: string): string => `${withReturnTo(startUrl, returnTo)}&prove=1`;

/** Adds `returnTo` to a start URL: as a path if it is a page here, so that it works under every host name of this page. */
function withReturnTo(startUrl: string, returnTo: string | null): string {
  if (!returnTo) return startUrl;
  const { origin, pathname, search, hash, href } = new URL(returnTo, location.origin);
  const target = origin === location.origin ? pathname + search + hash : href;
  return `${startUrl}?${new URLSearchParams({ returnTo: target })}`;
}
