import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { FindEventsQuery } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { DataTable } from '../../ui/table.tsx';
import { EventDetail } from './event-detail.tsx';
import { useEventWords } from './event-types.ts';

export type LoggedEvent = NonNullable<FindEventsQuery['auditLog']>['edges'][number]['node'];

/** One page of entries, each with a button for its details. */
export function EventTable({ events }: { events: LoggedEvent[] }) {
  const t = useTranslations('log');
  const words = useEventWords();
  const [shown, show] = useState<LoggedEvent | null>(null);
  return (
    <>
      <DataTable
        label={t('title')}
        rows={events}
        idOf={({ id }) => id}
        none={t('none')}
        columns={[
          { title: t('time'), cell: ({ at }) => <Moment at={at} /> },
          { title: t('type'), isRowHeader: true, cell: ({ type }) => words(type) },
          { title: t('actor'), cell: ({ actorName, actorKind }) => actorName ?? t(actorKind) },
          { title: t('subject'), cell: ({ subjectKind }) => t(subjectKind) },
          {
            title: t('details'),
            cell: (event) => (
              <Button
                kind="second"
                aria-label={t('detailsOf', { position: String(event.position) })}
                onPress={() => show(event)}
              >
                {t('show')}
              </Button>
            ),
          },
        ]}
      />
      {shown && <EventDetail event={shown} close={() => show(null)} />}
    </>
  );
}
