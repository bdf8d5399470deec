import type { Portal } from '../portal.ts';
import { ContactLink } from './contact-link.tsx';
import { Paragraph } from './paragraph.tsx';

export function Appeal({ portal }: { portal: Portal }) {
  return (
    <Paragraph>
      If you think that this is a mistake, write to <ContactLink portal={portal} />.
    </Paragraph>
  );
}
