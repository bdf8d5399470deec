import type { PortalFragment } from '../generated/operations.ts';

export function Contact({ portal }: { portal: PortalFragment }) {
  return <a href={`mailto:${portal.contactEmail}`}>{portal.contactEmail}</a>;
}
