import type { RefObject } from 'react';

/** Puts the focus on the last part that matches, once the page shows what has just changed. */
export const focusSoon = (around: RefObject<HTMLElement | null>, selector: string): void => {
  setTimeout(() => {
    const part = [...(around.current?.querySelectorAll<HTMLElement>(selector) ?? [])].at(-1);
    part?.focus();
  });
};
