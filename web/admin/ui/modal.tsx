import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';

export type ModalProps = {
  title: string;
  /** Called by the button, by Escape and by a press outside. Null if the dialog must be answered. */
  close: (() => void) | null;
  /** `alertdialog` for a question about what cannot be undone. */
  role?: 'dialog' | 'alertdialog';
  /** The word of the button that closes it: `close` where there is nothing to cancel. */
  closing?: 'cancel' | 'close';
  children: ReactNode;
};

/** A dialog over the page. It keeps the focus, and gives it back where it was. Show it while it is open. */
export function ModalInFront({ title, close, role = 'dialog', closing = 'cancel', children }: ModalProps) {
  const t = useTranslations('ui');
  return (
    <ModalOverlay
      isOpen
      isDismissable={close !== null}
      isKeyboardDismissDisabled={close === null}
      onOpenChange={(isOpen) => isOpen || close?.()}
      className="overlay"
    >
      <Modal className="modal">
        <Dialog role={role} className="dialog">
          <Heading slot="title">{title}</Heading>
          {children}
          {close && (
            <Button kind="second" onPress={close}>
              {t(closing)}
            </Button>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
