import { useEffect, useState } from 'react';
import type { ModalInFront, ModalProps } from './modal.tsx';

let loaded: typeof ModalInFront | null = null;

/** Nobody waits for the dialogs before a page shows something. The frame loads them right after. */
export async function loadDialogs(): Promise<void> {
  loaded = (await import('./modal.tsx')).ModalInFront;
}

/**
 * A dialog over the page. It keeps the focus, and gives it back where it was. Show it while it is open. Once the dialogs are loaded, it is there at
 * once, so that the next key goes into it: Suspense would wait.
 */
export function ModalDialog(props: ModalProps) {
  const [Modal, setModal] = useState(() => loaded);
  useEffect(() => {
    if (!Modal) void loadDialogs().then(() => setModal(() => loaded));
  }, [Modal]);
  return Modal && <Modal {...props} />;
}
