import type { ReactNode } from 'react';
import { Page } from '../components/page.tsx';
import type { PortalFragment } from '../generated/operations.ts';

type DeadLinkProps = {
  /** Null for a link that belongs to no portal. */
  portal: PortalFragment | null;
  /** What to do instead. */
  next?: { href: string; label: string };
  /** Why it may not work. */
  children: ReactNode;
};

/** Shown instead of the page that a mailed link leads to, if the link does not work. */
export function DeadLink({ portal, next, children }: DeadLinkProps) {
  return (
    <Page title="This link does not work" portal={portal}>
      <p>{children}</p>
      {next && (
        <p>
          <a className="button" href={next.href}>
            {next.label}
          </a>
        </p>
      )}
    </Page>
  );
}
