import { useTranslations } from 'use-intl';
import type { Person } from './person-detail.tsx';

/** What an email address tells somebody who decides. */
export function Marks({ person: { emailDomain, refusedBefore } }: { person: Person }) {
  const t = useTranslations('person');
  if (!emailDomain) return null;
  const { name, disposable, freeMail, approvedPeople } = emailDomain;
  return (
    <ul className="email-marks">
      {disposable && <li className="warning">{t('disposable')}</li>}
      {!disposable && freeMail && <li>{t('freeMail')}</li>}
      {!disposable && !freeMail && <li>{t('colleagues', { count: approvedPeople, domain: name })}</li>}
      {refusedBefore && <li className="warning">{t('refusedBefore')}</li>}
    </ul>
  );
}
