import { useCallback, useEffect, useRef } from 'react';

const SOON_MS = 300;

/** Returns a function that does it soon, once, however often it is called until then. */
export function useSoon(act: () => void): () => void {
  const latest = useRef(act);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    latest.current = act;
  }, [act]);
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      latest.current();
    }, SOON_MS);
  }, []);
}
