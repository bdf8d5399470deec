import { Link } from 'react-email';
import type { Portal } from '../portal.ts';

export function ContactLink({ portal }: { portal: Portal }) {
  return (
    <Link href={`mailto:${portal.contactEmail}`} style={{ color: 'inherit', textDecorationLine: 'underline' }}>
      {portal.contactEmail}
    </Link>
  );
}
