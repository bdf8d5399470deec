import { useCallback, useEffect, useRef, useState } from 'react';
import { useQueryText } from '../../navigation.tsx';
import { isWaiting, type Row } from './queue.ts';

/** Browsers allow about 100 changes of the URL in 10 s, and a key that is held down makes more. */
const URL_PAUSE_MS = 400;

/** The request beside the list. The URL names it. */
export function useCurrent(rows: Row[], isListed: boolean, add: (id: string) => Promise<void>) {
  const [named, name] = useQueryText('request');
  const [id, setId] = useState(named);
  const [isOpen, setOpen] = useState(false);
  const focusOn = useRef<string | null>(null);
  const current = rows.find((row) => row.id === id) ?? null;
  const isMissing = isListed && id !== '' && !current;

  useEffect(() => {
    if (isMissing) void add(id);
  }, [isMissing, id, add]);

  if (isListed && id === '' && rows.length > 0) setId((rows.find(isWaiting) ?? rows[0])?.id ?? '');

  const latestName = useRef(name);
  latestName.current = name;
  useEffect(() => {
    const timer = setTimeout(() => latestName.current(id), URL_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [id]);

  useEffect(() => {
    if (!focusOn.current) return;
    const row = document.querySelector<HTMLElement>(`.queue [data-key="${CSS.escape(focusOn.current)}"]`);
    if (row) focusOn.current = null;
    row?.focus();
  });

  /** Shows a request, and gives its row the focus. */
  function go(next: string | undefined) {
    if (!next) return;
    focusOn.current = next;
    setId(next);
    document.querySelector<HTMLElement>(`.queue [data-key="${CSS.escape(next)}"]`)?.focus();
  }

  /** From requests that are decided now to the next one that waits. */
  function moveOn(done: Row[]) {
    const ids = new Set(done.map(({ id }) => id));
    if (!current || !ids.has(current.id)) return;
    const place = rows.indexOf(current);
    const isNext = (row: Row) => isWaiting(row) && !ids.has(row.id);
    go((rows.slice(place).find(isNext) ?? rows.slice(0, place).findLast(isNext))?.id);
  }

  const step = (by: 1 | -1) => go(rows[current ? rows.indexOf(current) + by : 0]?.id);

  const open = useCallback(() => setOpen(true), []);
  const close = () => setOpen(false);

  return { current, show: setId, go, step, moveOn, isOpen, open, close };
}
