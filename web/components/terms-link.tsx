import type { PortalFragment } from '../generated/operations.ts';

/** Opens another tab, so that the form keeps its values. */
export function TermsLink({ terms }: { terms: NonNullable<PortalFragment['terms']> }) {
  return (
    <a href={terms.url} target="_blank" rel="noreferrer">
      terms of use<span className="unseen"> (opens a new tab)</span>
    </a>
  );
}
