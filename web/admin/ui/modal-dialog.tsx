import { lazy, Suspense } from 'react';
import type { ModalProps } from './modal.tsx';

/** Nobody waits for the dialogs before a page shows something. The frame loads them right after. */
export const loadDialogs = () => import('./modal.tsx');

const Modal = lazy(async () => ({ default: (await loadDialogs()).ModalInFront }));

/** A dialog over the page. It keeps the focus, and gives it back where it was. Show it while it is open. */
export const ModalDialog = (props: ModalProps) => (
  <Suspense>
    <Modal {...props} />
  </Suspense>
);
