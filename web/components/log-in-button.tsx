import { goWith } from '../carried-email.ts';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

type LogInButtonProps = { portal: PortalFragment; email: string; returnTo?: string | null };

/** Leads to the page to log in, where the address is filled in already. */
export function LogInButton({ portal, email, returnTo = null }: LogInButtonProps) {
  const href = pagePath(portal, 'log-in', returnTo);
  return (
    <p>
      <a
        className="button"
        href={href}
        onClick={(event) => {
          // Another tab gets no address, but the page.
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          goWith(href, email);
        }}
      >
        Log in
      </a>
    </p>
  );
}
