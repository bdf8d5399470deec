import type { CSSProperties } from 'react';

/** The text of an admin. `<pre>` keeps its line breaks, also in the plain text. */
export function Quote({ text }: { text: string }) {
  return <pre style={quote}>{text.trim()}</pre>;
}

export const quote = {
  borderLeft: '3px solid #9ca3af',
  fontFamily: 'inherit',
  fontSize: '16px',
  lineHeight: '24px',
  margin: '16px 0',
  overflowWrap: 'anywhere',
  paddingLeft: '12px',
  whiteSpace: 'pre-line',
} satisfies CSSProperties;
