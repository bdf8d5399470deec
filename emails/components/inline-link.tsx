import type { ReactNode } from 'react';
import { Link } from 'react-email';

/** A link in the middle of a sentence. */
export function InlineLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} style={{ color: 'inherit', textDecorationLine: 'underline' }}>
      {children}
    </Link>
  );
}
