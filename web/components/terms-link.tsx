import type { PortalFragment } from '../generated/operations.ts';

/** Leads to the terms of use, beside this page: what was filled in stays. */
export function TermsLink({ terms }: { terms: NonNullable<PortalFragment['terms']> }) {
  return (
    <a href={terms.url} target="_blank" rel="noreferrer">
      terms of use<span className="unseen"> (opens a new tab)</span>
    </a>
  );
}
