import { useTranslations } from 'use-intl';
import { goWith } from '../carried-email.ts';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

type LogInButtonProps = { portal: PortalFragment; email: string; returnTo?: string | null };

/** Fills in the email address on the log-in page. */
export function LogInButton({ portal, email, returnTo = null }: LogInButtonProps) {
  const t = useTranslations('parts');
  const href = pagePath(portal, 'log-in', returnTo);
  return (
    <p>
      <a
        className="button"
        href={href}
        onClick={(event) => {
          // A new tab gets the page without the email address.
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          goWith(href, email);
        }}
      >
        {t('logIn')}
      </a>
    </p>
  );
}
