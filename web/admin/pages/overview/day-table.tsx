import { useFormatter, useTranslations } from 'use-intl';
import { DataTable } from '../../ui/table.tsx';
import { type Day, useDay, useTimeSpan } from './day-words.ts';

/** What the charts show, as numbers. The newest day comes first. */
export function DayTable({ days }: { days: Day[] }) {
  const t = useTranslations('overview');
  const format = useFormatter();
  const day = useDay();
  const span = useTimeSpan();
  return (
    <DataTable
      label={t('table')}
      rows={days.toReversed()}
      idOf={({ date }) => date}
      none={t('none')}
      columns={[
        { title: t('day'), isRowHeader: true, cell: ({ date }) => day(date) },
        { title: t('verified'), cell: ({ verified }) => format.number(verified) },
        { title: t('approved'), cell: ({ approved }) => format.number(approved) },
        { title: t('rejected'), cell: ({ rejected }) => format.number(rejected) },
        { title: t('wait'), cell: ({ medianWaitSeconds: wait }) => wait !== null && span(wait) },
      ]}
    />
  );
}
