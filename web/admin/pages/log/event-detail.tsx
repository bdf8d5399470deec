import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { useSetQuery } from '../../navigation.tsx';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Changes } from './changes.tsx';
import type { LoggedEvent } from './event-table.tsx';
import { useEventWords } from './event-types.ts';

/** Everything about one entry: what changed, by whom, from where. */
export function EventDetail({ event, close }: { event: LoggedEvent; close: () => void }) {
  const t = useTranslations('log');
  const words = useEventWords();
  const set = useSetQuery();
  const { position, at, type, actorKind, actorId, actorName, subjectKind, subjectId, data, ip, userAgent, requestId } = event;
  const rows = [
    [t('actor'), actorName ?? t(actorKind)],
    [t('subject'), t(subjectKind)],
    [t('ip'), ip],
    [t('userAgent'), userAgent],
    [t('requestId'), requestId],
  ].filter(([, value]) => value !== null);
  const only = (filter: { actor: string } | { subject: string }) => {
    close();
    set({ actor: '', subject: '', page: '', ...filter });
  };
  return (
    <ModalDialog title={t('entry', { position: String(position) })} close={close} closing="close">
      <p>
        <strong>{words(type)}</strong> <Moment at={at} />
      </p>
      <dl className="log-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Changes data={data} />
      <div className="row-acts">
        {subjectKind === 'DEVELOPER' && subjectId && <Link href={`/admin/people/${subjectId}`}>{t('person')}</Link>}
        {actorId && (
          <Button kind="second" onPress={() => only({ actor: actorId })}>
            {t('ofActor')}
          </Button>
        )}
        {subjectId && (
          <Button kind="second" onPress={() => only({ subject: subjectId })}>
            {t('ofSubject')}
          </Button>
        )}
      </div>
    </ModalDialog>
  );
}
