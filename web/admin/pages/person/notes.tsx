import { useTranslations } from 'use-intl';
import { useMoment } from '../../ui/moment.tsx';
import type { Person } from './person-detail.tsx';
import { PersonSection } from './section.tsx';

/** What admins wrote for each other. */
export function Notes({ person: { notes }, level }: { person: Person; level: 2 | 3 }) {
  const t = useTranslations('person');
  const moment = useMoment();
  if (!notes || notes.length === 0) return null;
  return (
    <PersonSection title={t('notes')} level={level}>
      <ul className="entries">
        {notes.map(({ id, text, adminEmail, createdAt }) => (
          <li key={id}>
            <p className="quiet">{t('askedBy', { email: adminEmail ?? t('anAdmin'), at: moment(createdAt) })}</p>
            <p className="words">{text}</p>
          </li>
        ))}
      </ul>
    </PersonSection>
  );
}
