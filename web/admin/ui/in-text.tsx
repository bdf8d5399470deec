import type { ReactNode } from 'react';

/** What tags in texts become: `t.rich('key', { ...inText })`. */
export const inText = {
  strong: (text: ReactNode) => <strong>{text}</strong>,
};
