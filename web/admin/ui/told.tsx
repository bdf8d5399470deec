import { createContext, type ReactNode, use, useCallback, useState } from 'react';

const Tell = createContext<(sentence: string) => void>(() => undefined);

/** Returns a function that says what has happened, in sight and to a screen reader, without taking the focus. */
export const useTell = () => use(Tell);

const SHOWN_MS = 6_000;

/** One place for all such sentences: a new one replaces the one before. */
export function Told({ children }: { children: ReactNode }) {
  const [told, setTold] = useState<{ sentence: string } | null>(null);
  const tell = useCallback((sentence: string) => {
    const next = { sentence };
    setTold(next);
    setTimeout(() => setTold((now) => (now === next ? null : now)), SHOWN_MS);
  }, []);
  return (
    <Tell value={tell}>
      {children}
      <p role="status" className="told">
        {told?.sentence}
      </p>
    </Tell>
  );
}
