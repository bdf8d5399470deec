import type { CSSProperties } from 'react';
import { Text } from 'react-email';
import type { Brand } from '../brand.ts';
import { InlineLink } from './inline-link.tsx';

/** What the portal says at the end of each email. `<pre>` keeps its line breaks, also in the plain text. */
export function Imprint({ brand: { footerText, links } }: { brand: Brand }) {
  return (
    <>
      {footerText && <pre style={text}>{footerText}</pre>}
      {links.map(({ label, url }) => (
        <Text key={`${label} ${url}`} style={small}>
          <InlineLink href={url}>{label}</InlineLink>
        </Text>
      ))}
    </>
  );
}

const small = { fontSize: '13px', lineHeight: '20px', margin: '8px 0 0' };

const text = { ...small, fontFamily: 'inherit', overflowWrap: 'anywhere', whiteSpace: 'pre-line' } satisfies CSSProperties;
