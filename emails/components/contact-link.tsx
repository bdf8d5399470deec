import type { ReactNode } from 'react';
import type { Portal } from '../portal.ts';
import { InlineLink } from './inline-link.tsx';

export function ContactLink({ portal }: { portal: Portal }) {
  return <InlineLink href={`mailto:${portal.contactEmail}`}>{portal.contactEmail}</InlineLink>;
}

/** For texts with `<contact>{email}</contact>`. */
export const contactOf = (portal: Portal) => ({
  email: portal.contactEmail,
  contact: (_: ReactNode) => <ContactLink portal={portal} />,
});
