import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { PersonDetail } from '../person/person-detail.tsx';
import type { Row } from './queue.ts';
import { State } from './request-state.tsx';

/** Nobody reads a request that is passed in less time, so nothing is asked about it. */
const PASSED_MS = 150;

/** The request beside the list. What the list knows is there at once. */
export function RequestDetail({ row }: { row: Row }) {
  const t = useTranslations('requests');
  const [isRead, setRead] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRead(true), PASSED_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <h2 id="request">{row.fullName}</h2>
      <p className="marks">
        <State row={row} />
      </p>
      {isRead && <PersonDetail id={row.id} level={3} />}
      <p>
        <Link href={`/admin/people/${row.id}`}>{t('person')}</Link>
      </p>
    </>
  );
}
