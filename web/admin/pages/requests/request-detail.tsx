import { useFormatter, useTranslations } from 'use-intl';
import { Link } from 'wouter';
import type { Row } from './queue.ts';
import { State } from './request-state.tsx';

/** The request beside the list. */
export function RequestDetail({ row }: { row: Row }) {
  const t = useTranslations('requests');
  const format = useFormatter();
  return (
    <>
      <h2 id="request" tabIndex={-1}>
        {row.fullName}
      </h2>
      <p className="marks">
        <State row={row} />
      </p>
      <dl>
        <dt>{t('email')}</dt>
        <dd>{row.email}</dd>
        <dt>{t('portal')}</dt>
        <dd>{row.portal.name}</dd>
        {row.waitingSince && (
          <>
            <dt>{t('since')}</dt>
            <dd>{format.dateTime(new Date(row.waitingSince), { dateStyle: 'medium', timeStyle: 'short' })}</dd>
          </>
        )}
      </dl>
      <p>
        <Link href={`/admin/people/${row.id}`}>{t('person')}</Link>
      </p>
    </>
  );
}
