import type { CSSProperties } from 'react';
import { Paragraph } from './paragraph.tsx';

/** The text of an admin. `<pre>` keeps its line breaks, also in the plain text. */
export function Reason({ reason }: { reason: string | null }) {
  if (reason === null || reason.trim() === '') return null;

  return (
    <>
      <Paragraph>The reason given:</Paragraph>
      <pre style={quote}>{reason.trim()}</pre>
    </>
  );
}

const quote = {
  borderLeft: '3px solid #9ca3af',
  fontFamily: 'inherit',
  fontSize: '16px',
  lineHeight: '24px',
  margin: '16px 0',
  overflowWrap: 'anywhere',
  paddingLeft: '12px',
  whiteSpace: 'pre-line',
} satisfies CSSProperties;
