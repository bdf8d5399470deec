import type { ReactNode } from 'react';
import type { PortalFragment } from '../generated/operations.ts';
import { Contact } from './contact.tsx';
import { Page } from './page.tsx';

export type NextStep = { href: string; label: string };

type DeadLinkProps = {
  /** Null for a link that belongs to no portal. */
  portal: PortalFragment | null;
  title: string;
  /** Without it, the page shows the contact only. */
  next: NextStep | undefined;
  children: ReactNode;
};

/** Replaces the page of a link that does not work. */
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
