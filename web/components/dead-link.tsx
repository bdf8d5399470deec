import type { ReactNode } from 'react';
import type { PortalFragment } from '../generated/operations.ts';
import { Contact } from './contact.tsx';
import { Page } from './page.tsx';

/** What to do instead. */
export type NextStep = { href: string; label: string };

type DeadLinkProps = {
  /** Null for a link that belongs to no portal. */
  portal: PortalFragment | null;
  title: string;
  /** Without one, there is only somebody to write to. */
  next: NextStep | undefined;
  /** Why it does not work. */
  children: ReactNode;
};

/** Shown instead of the page that a mailed link leads to, if the link does not work. */
export function DeadLink({ portal, title, next, children }: DeadLinkProps) {
  return (
    <Page title={title} portal={portal}>
      <p>{children}</p>
      {next && (
        <p>
          <a className="button" href={next.href}>
            {next.label}
          </a>
        </p>
      )}
      {!next && portal && (
        <p>
          If somebody took over your account, write to <Contact portal={portal} />.
        </p>
      )}
    </Page>
  );
}
