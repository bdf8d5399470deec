import type { Portal } from '../portal.ts';
import { InlineLink } from './inline-link.tsx';

export function ContactLink({ portal }: { portal: Portal }) {
  return <InlineLink href={`mailto:${portal.contactEmail}`}>{portal.contactEmail}</InlineLink>;
}
