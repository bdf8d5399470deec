import { type ReactNode, use } from 'react';
import { Link } from 'react-email';
import { BrandOfEmail } from '../brand.ts';

/** A link in the middle of a sentence. */
export function InlineLink({ href, children }: { href: string; children: ReactNode }) {
  const { light } = use(BrandOfEmail);
  return (
    <Link
      href={href}
      className="link"
      style={{ color: light.accent, overflowWrap: 'anywhere', textDecorationLine: 'underline' }}
    >
      {children}
    </Link>
  );
}
