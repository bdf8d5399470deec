import type { ReactNode } from 'react';
import { Text } from 'react-email';

export function Paragraph({ children }: { children: ReactNode }) {
  return <Text style={{ fontSize: '16px' }}>{children}</Text>;
}
