import type { PortalFragment } from '../generated/operations.ts';

type SsoChoicesProps = {
  choices: PortalFragment['ssoConnections'];
  /** Where the person wants to go in the end. */
  returnTo: string | null;
};

/** The ways to log in with SSO: plain links, which the provider answers. Nothing where there is none. */
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

/** As a path where it is a page here, so that it holds under every name that this page is reached by. */
export function withReturnTo(startUrl: string, returnTo: string | null): string {
  if (!returnTo) return startUrl;
  const { origin, pathname, search, hash, href } = new URL(returnTo, location.origin);
  const target = origin === location.origin ? pathname + search + hash : href;
  return `${startUrl}?${new URLSearchParams({ returnTo: target })}`;
}
