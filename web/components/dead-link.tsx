import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { PortalFragment } from '../generated/operations.ts';
import { Page } from './page.tsx';
import { contactOf } from './rich.tsx';

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
  const t = useTranslations('links');
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
      {!next && portal && <p>{t.rich('takenOver', contactOf(portal))}</p>}
    </Page>
  );
}
