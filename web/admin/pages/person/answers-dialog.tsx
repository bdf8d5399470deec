import { useTranslations } from 'use-intl';
import { AnswerFields, typedAnswers } from '../../../components/answer-fields.tsx';
import { Form, type Refusal } from '../../../components/form.tsx';
import { useFound, WhenFound } from '../../data/found.tsx';
import { useAct } from '../../data/use-act.ts';
import { FindEditableFieldsDocument, SetPersonAnswersDocument } from '../../generated/operations.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import type { Person } from './person-detail.tsx';

type AnswersDialogProps = {
  person: Person;
  title: string;
  close: () => void;
  end: (answer: object) => Refusal | null;
};

/** The fields that admins fill in. */
export function AnswersDialog({ person: { id, portal, answers }, title, close, end }: AnswersDialogProps) {
  const t = useTranslations('personActs');
  const act = useAct();
  const found = useFound(FindEditableFieldsDocument, { portal: portal.slug });
  return (
    <ModalDialog title={title} close={close}>
      <WhenFound found={found}>
        {(answer) => {
          const fields = (answer.portal?.settings?.signUpFields ?? []).filter(({ editableBy }) => editableBy === 'ADMINS');
          return (
            <Form
              submit={t('save')}
              send={async (typed) => end(await act(SetPersonAnswersDocument, { id, answers: typedAnswers(fields, typed) }))}
            >
              <AnswerFields fields={fields} answers={answers} />
            </Form>
          );
        }}
      </WhenFound>
    </ModalDialog>
  );
}
