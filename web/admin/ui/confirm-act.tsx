import type { ReactNode } from 'react';
import { Form, type Refusal, type Typed } from '../../components/form.tsx';
import { ModalDialog } from './modal-dialog.tsx';

type ConfirmActProps = {
  title: string;
  /** The text of the button, which names the act. */
  submit: string;
  /** Returns null after a success, which closes the dialog. */
  send: (typed: Typed) => Promise<Refusal | null>;
  close: () => void;
  /** What will happen, and fields. */
  children: ReactNode;
};

/** Asks before an act, in a dialog with its fields. For what cannot be undone, there is `AskByName`. */
export function ConfirmAct({ title, submit, send, close, children }: ConfirmActProps) {
  return (
    <ModalDialog title={title} close={close}>
      <Form
        submit={submit}
        send={async (typed) => {
          const refusal = await send(typed);
          if (!refusal) close();
          return refusal;
        }}
      >
        {children}
      </Form>
    </ModalDialog>
  );
}
