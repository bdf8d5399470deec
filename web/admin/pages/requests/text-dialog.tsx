import { useTranslations } from 'use-intl';
import { Form, type Refusal } from '../../../components/form.tsx';
import { TextArea } from '../../../components/text-area.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { useSendKey } from './use-send-key.ts';

type TextDialogProps = {
  title: string;
  submit: string;
  /** The name of the field in the input. */
  name: 'question' | 'text';
  label: string;
  hint: string;
  /** Returns null after a success. */
  send: (text: string) => Promise<Refusal | null>;
  close: () => void;
};

/** Asks for one text: a question to the person, or a note. */
export function TextDialog({ title, submit, name, label, hint, send, close }: TextDialogProps) {
  const t = useTranslations('requests');
  useSendKey();
  return (
    <ModalDialog title={title} close={close}>
      <Form submit={submit} send={(typed) => send(typed(name))}>
        <TextArea name={name} label={label} hint={hint} required autoFocus />
        <p className="hint">{t('sendKey')}</p>
      </Form>
    </ModalDialog>
  );
}
