import { lazy } from 'react';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { useSession } from '../../session/session.tsx';
import { Requests } from '../requests/requests.tsx';

const FirstSteps = lazy(async () => ({ default: (await import('./start.tsx')).FirstSteps }));

/** The first page: the requests. Until there is a portal, the first steps. */
export function Home() {
  const t = useTranslations('start');
  const { portals, isNew } = useSession();
  if (portals.length === 0) return <FirstSteps />;
  return (
    <>
      <Requests />
      {isNew && (
        <p className="card">
          {t('nobodyYet')} <Link href="/admin/start">{t('toSteps')}</Link>
        </p>
      )}
    </>
  );
}
