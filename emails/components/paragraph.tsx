import type { ReactNode } from 'react';
import { Text } from 'react-email';

/** Running text of a mail. */
export function Paragraph({ children }: { children: ReactNode }) {
  return <Text style={{ fontSize: '16px' }}>{children}</Text>;
}
