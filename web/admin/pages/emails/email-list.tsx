import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import type { FindEmailsQuery } from '../../generated/operations.ts';
import { usePath } from '../../navigation.tsx';
import { Moment } from '../../ui/moment.tsx';
import { DataTable } from '../../ui/table.tsx';

type Templates = NonNullable<NonNullable<FindEmailsQuery['portal']>['settings']>['mailTemplates'];

/** All emails in one language, and which ones have texts of the portal. */
export function EmailList({ templates, locale }: { templates: Templates; locale: string }) {
  const t = useTranslations('emails');
  const path = usePath();
  return (
    <DataTable
      label={t('table')}
      rows={templates}
      idOf={({ mail }) => mail}
      none=""
      columns={[
        {
          title: t('email'),
          isRowHeader: true,
          cell: ({ mail }) => (
            <Link href={`${path}?${new URLSearchParams({ email: mail, language: locale })}`}>{t(`names.${mail}`)}</Link>
          ),
        },
        {
          title: t('state'),
          cell: ({ isChanged }) => (isChanged ? <strong>{t('changed')}</strong> : t('unchanged')),
        },
        { title: t('lastChange'), cell: ({ changedAt }) => changedAt && <Moment at={changedAt} /> },
        { title: t('by'), cell: ({ changedAt, changedBy }) => changedAt && (changedBy ?? t('unknown')) },
      ]}
    />
  );
}
