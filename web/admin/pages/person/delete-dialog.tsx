import { useTranslations } from 'use-intl';
import { useLocation } from 'wouter';
import { firstRefusalIn } from '../../data/refusals.ts';
import { useAct } from '../../data/use-act.ts';
import { DeletePersonDocument } from '../../generated/operations.ts';
import { AskByName } from '../../ui/ask-by-name.tsx';
import { TickBox } from '../../ui/tick-box.tsx';
import { useTell } from '../../ui/told.tsx';
import { typedBox } from '../../ui/typed.ts';
import type { Person } from './person-detail.tsx';

type DeleteDialogProps = { person: Person; title: string; close: () => void };

/** Asks for the email address of the person, and leads back to the list after the deletion. */
export function DeleteDialog({ person: { id, email, fullName: name, portal }, title, close }: DeleteDialogProps) {
  const t = useTranslations('personActs');
  const [, go] = useLocation();
  const act = useAct();
  const tell = useTell();
  return (
    <AskByName
      title={title}
      name={email}
      submit={t('delete')}
      close={close}
      fields={<TickBox name="forget" label={t('forget')} />}
      send={async (typed) => {
        const refusal = firstRefusalIn(await act(DeletePersonDocument, { ids: [id], forget: typedBox(typed, 'forget') }));
        if (refusal) return refusal;
        tell(t('deleted', { name }));
        go('/admin/people');
        return null;
      }}
    >
      <p>{t('deletes', { name, portal: portal.name })}</p>
    </AskByName>
  );
}
