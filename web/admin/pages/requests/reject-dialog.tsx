import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import { Form, type Refusal, type Typed } from '../../../components/form.tsx';
import { TextArea } from '../../../components/text-area.tsx';
import { useFound } from '../../data/found.tsx';
import { FindSavedReasonsDocument } from '../../generated/operations.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { useSendKey } from './use-send-key.ts';

export type Words = { reason?: string | null; reasonTemplate?: string; note: string | null };

type RejectDialogProps = {
  title: string;
  submit: string;
  /** The portal of the saved reasons. Null if the requests are of several portals. */
  portal: string | null;
  /** Returns null after a success. */
  send: (words: Words, typed: Typed) => Promise<Refusal | null>;
  close: () => void;
  /** More fields. */
  children?: ReactNode;
};

/** Asks for what the person reads in the email, and for a note that the person never reads. */
export function RejectDialog({ title, submit, portal, send, close, children }: RejectDialogProps) {
  const t = useTranslations('requests');
  useSendKey();
  const { answer } = useFound(FindSavedReasonsDocument, { portal: portal ?? '' });
  const saved = (portal && answer?.portal?.settings?.reasonTemplates) || [];
  return (
    <ModalDialog title={title} close={close}>
      <Form
        submit={submit}
        send={(typed) => {
          const text = typed('reason').trim();
          const template = saved.find((one) => one.text === text);
          const reason = template ? { reasonTemplate: template.name } : { reason: text || null };
          return send({ ...reason, note: typed('note').trim() || null }, typed);
        }}
      >
        {saved.length > 0 && <SavedReasons saved={saved} />}
        <TextArea name="reason" label={t('reason')} hint={t('reasonHint')} rows={4} autoFocus />
        <TextArea name="note" label={t('noteForAdmins')} hint={t('noteHint')} rows={2} />
        {children}
        <p className="hint">{t('sendKey')}</p>
      </Form>
    </ModalDialog>
  );
}

/** Puts the text into the field below, where it can be changed. */
function SavedReasons({ saved }: { saved: { name: string; text: string }[] }) {
  const t = useTranslations('requests');
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('savedReason')}</label>
      <select
        id={id}
        defaultValue=""
        onChange={({ target }) => {
          const field = target.form?.elements.namedItem('reason');
          if (field instanceof HTMLTextAreaElement) field.value = saved.find(({ name }) => name === target.value)?.text ?? '';
        }}
      >
        <option value="">{t('noSavedReason')}</option>
        {saved.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
