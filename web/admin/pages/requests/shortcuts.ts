import { useEffect, useRef, useState } from 'react';

/** The keys of the page, as the help lists them. */
export const SHORTCUTS = [
  ['j', 'next'],
  ['k', 'previous'],
  ['x', 'select'],
  ['a', 'approve'],
  ['r', 'reject'],
  ['q', 'ask'],
  ['n', 'note'],
  ['u', 'undo'],
  ['c', 'claim'],
  ['/', 'search'],
  ['?', 'help'],
] as const;

export type Shortcut = (typeof SHORTCUTS)[number][1];

const MOVES: Shortcut[] = ['next', 'previous'];
const WHERE_KEYS_TYPE =
  'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** Does what the keys say, but not while somebody types or a dialog is open. */
export function useShortcuts(acts: Record<Shortcut, () => void>, areOn: boolean): void {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    if (!areOn) return;
    const listen = (event: KeyboardEvent) => {
      const name = SHORTCUTS.find(([key]) => key === event.key.toLowerCase())?.[1];
      if (!name || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (event.target instanceof Element && event.target.closest(WHERE_KEYS_TYPE)) return;
      // Whoever holds a key down moves on, but decides once.
      const acts = !event.repeat || MOVES.includes(name);
      event.preventDefault();
      event.stopPropagation();
      if (acts) latest.current[name]();
    };
    // Before the list, which would search for a row that begins with the letter.
    addEventListener('keydown', listen, true);
    return () => removeEventListener('keydown', listen, true);
  }, [areOn]);
}

const STORED = 'gatehouse-single-keys';

/** Whether single keys act, as this browser remembers it. */
export function useSingleKeys(): [boolean, (areOn: boolean) => void] {
  const [areOn, set] = useState(() => read() !== 'off');
  return [
    areOn,
    (next) => {
      set(next);
      write(next ? 'on' : 'off');
    },
  ];
}

function read(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function write(value: string): void {
  try {
    localStorage.setItem(STORED, value);
  } catch {
    // It holds until the page is left.
  }
}
