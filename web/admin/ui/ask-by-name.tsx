import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Field } from '../../components/field.tsx';
import { Form, type Refusal, type Typed } from '../../components/form.tsx';
import { ModalDialog } from './modal-dialog.tsx';

type AskByNameProps = {
  title: string;
  /** What the person has to type, such as the slug of the portal or the number of people. */
  name: string;
  /** The text of the button, which names the act. */
  submit: string;
  /** Returns null after a success. */
  send: (typed: Typed) => Promise<Refusal | null>;
  close: () => void;
  /** More to choose, below the name. */
  fields?: ReactNode;
  /** What will happen. */
  children: ReactNode;
};

/** Asks before an act that cannot be undone. The person types the name of what it is done to. */
export function AskByName({ title, name, submit, send, close, fields, children }: AskByNameProps) {
  const t = useTranslations('ui');
  return (
    <ModalDialog title={title} close={close} role="alertdialog">
      {children}
      <div className="danger">
        <Form
          submit={submit}
          send={async (typed) => {
            const isNamed = typed('name').trim() === name;
            if (!isNamed) return { message: '', issues: [{ path: ['name'], message: t('notThatName', { name }) }] };
            const refusal = await send(typed);
            if (!refusal) close();
            return refusal;
          }}
        >
          <Field name="name" label={t('typeName', { name })} autoComplete="off" />
          {fields}
        </Form>
      </div>
    </ModalDialog>
  );
}
