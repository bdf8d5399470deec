import { useTranslations } from 'use-intl';
import type { Refusal } from '../../../components/form.tsx';
import { firstRefusalIn } from '../../data/refusals.ts';
import { useAct } from '../../data/use-act.ts';
import {
  AddNoteDocument,
  AskPeopleDocument,
  EndAllSessionsDocument,
  RejectPersonDocument,
  ResetPersonFactorDocument,
  RevokePersonDocument,
} from '../../generated/operations.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { useTell } from '../../ui/told.tsx';
import { RejectDialog } from '../requests/reject-dialog.tsx';
import { TextDialog } from '../requests/text-dialog.tsx';
import { IN_DIALOG, type InDialog } from './acts-in-dialogs.ts';
import { AnswersDialog } from './answers-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import type { Person } from './person-detail.tsx';

type ActDialogProps = { act: InDialog; person: Person; close: () => void };

/** Asks for what an act needs, and does it. */
export function ActDialog({ act: kind, person, close }: ActDialogProps) {
  const t = useTranslations('personActs');
  const act = useAct();
  const tell = useTell();
  const { id, fullName: name } = person;
  const about = { title: t('titleOf', { act: t(IN_DIALOG[kind]), name }), submit: t(IN_DIALOG[kind]), close };
  /** Says so and closes the dialog after a success. */
  const end = (answer: object): Refusal | null => {
    const refusal = firstRefusalIn(answer);
    if (refusal) return refusal;
    tell(t('done'));
    close();
    return null;
  };
  switch (kind) {
    case 'REJECT':
      return (
        <RejectDialog
          {...about}
          portal={person.portal.slug}
          send={async (words) => end(await act(RejectPersonDocument, { ids: [id], ...words }))}
        />
      );
    case 'REVOKE':
      return (
        <RejectDialog
          {...about}
          portal={person.portal.slug}
          send={async (words) => end(await act(RevokePersonDocument, { ids: [id], ...words }))}
        />
      );
    case 'ASK':
      return (
        <TextDialog
          {...about}
          submit={t('send')}
          name="question"
          label={t('question')}
          hint={t('questionHint')}
          send={async (question) => end(await act(AskPeopleDocument, { ids: [id], question }))}
        />
      );
    case 'ADD_NOTE':
      return (
        <TextDialog
          {...about}
          submit={t('save')}
          name="text"
          label={t('noteForAdmins')}
          hint={t('noteHint')}
          send={async (text) => end(await act(AddNoteDocument, { id, text }))}
        />
      );
    case 'SET_ANSWERS':
      return <AnswersDialog person={person} title={about.title} close={close} end={end} />;
    case 'END_SESSIONS':
      return (
        <ConfirmAct {...about} send={async () => end(await act(EndAllSessionsDocument, { ids: [id] }))}>
          <p>{t('endsSessions', { name })}</p>
        </ConfirmAct>
      );
    case 'RESET_SECOND_FACTOR':
      return (
        <ConfirmAct {...about} send={async () => end(await act(ResetPersonFactorDocument, { ids: [id] }))}>
          <p>{t('resets', { name })}</p>
        </ConfirmAct>
      );
    case 'DELETE':
      return <DeleteDialog person={person} title={about.title} close={close} />;
  }
}
