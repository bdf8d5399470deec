import { type FocusEvent, useEffect, useRef } from 'react';

/** Takes the focus when the row that had it goes away, so that a keyboard goes on from here and not from the top of the page. */
export function useKeptFocus(rows: unknown) {
  const place = useRef<HTMLElement & HTMLParagraphElement & HTMLDivElement>(null);
  const isInside = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are what takes the focus away
  useEffect(() => {
    if (isInside.current && document.activeElement === document.body) place.current?.focus();
  }, [rows]);
  const focusProps = {
    onFocus: () => {
      isInside.current = true;
    },
    // A row that is removed takes the focus to nowhere.
    onBlur: ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget) isInside.current = false;
    },
  };
  return { place, focusProps };
}
