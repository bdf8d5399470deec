import type { PortalFragment } from '../generated/operations.ts';

/** Opens the terms of use in another tab, so that a form on this page keeps what was filled in. */
export function TermsLink({ terms }: { terms: NonNullable<PortalFragment['terms']> }) {
  return (
    <a href={terms.url} target="_blank" rel="noreferrer">
      terms of use<span className="unseen"> (opens a new tab)</span>
    </a>
  );
}
