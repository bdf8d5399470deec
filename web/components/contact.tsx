import type { PortalFragment } from '../generated/operations.ts';

/** Whom to write to at a portal. */
export function Contact({ portal }: { portal: PortalFragment }) {
  return <a href={`mailto:${portal.contactEmail}`}>{portal.contactEmail}</a>;
}
