import { useTranslations } from 'use-intl';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DataTable } from '../../ui/table.tsx';
import type { Sender } from './sender.tsx';

type SenderRecord = NonNullable<Sender['domain']>['records'][number];

/** The records to set, each with what the last check found. */
export function RecordTable({ records }: { records: SenderRecord[] }) {
  const t = useTranslations('sender');
  return (
    <DataTable
      label={t('records')}
      rows={records}
      idOf={({ name }) => name}
      none={t('noRecords')}
      columns={[
        {
          title: t('purpose'),
          isRowHeader: true,
          cell: ({ purpose, required }) => (
            <>
              {t(purpose)} <span className="about">{t(required ? 'required' : 'recommended')}</span>
            </>
          ),
        },
        { title: t('type'), cell: ({ type }) => type },
        { title: t('name'), cell: ({ name }) => <Copied text={name} /> },
        { title: t('value'), cell: ({ value }) => <Copied text={value} /> },
        { title: t('state'), cell: ({ state, found }) => t(state, { found: found ?? '' }) },
      ]}
    />
  );
}

const Copied = ({ text }: { text: string }) => (
  <div className="dns-text">
    <code>{text}</code>
    <CopyButton text={text} />
  </div>
);
