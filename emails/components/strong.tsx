import type { ReactNode } from 'react';

/** What the tag `strong` in texts stands for. */
export const strong = (text: ReactNode) => <strong>{text}</strong>;
