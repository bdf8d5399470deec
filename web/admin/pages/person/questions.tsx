import { useTranslations } from 'use-intl';
import { useMoment } from '../../ui/moment.tsx';
import type { Person } from './person-detail.tsx';
import { PersonSection } from './section.tsx';

/** What admins asked, and what the person answered. */
export function Questions({ person: { questions }, level }: { person: Person; level: 2 | 3 }) {
  const t = useTranslations('person');
  const moment = useMoment();
  if (!questions || questions.length === 0) return null;
  return (
    <PersonSection title={t('questions')} level={level}>
      <ul className="entries">
        {questions.map(({ id, text, state, adminEmail, createdAt, answer, answeredAt, changedFields }) => (
          <li key={id}>
            <p className="quiet">{t('askedBy', { email: adminEmail ?? t('anAdmin'), at: moment(createdAt) })}</p>
            <p className="words">{text}</p>
            {state === 'ANSWERED' ? (
              <>
                <p className="quiet">
                  {t('answer')}
                  {answeredAt && `, ${moment(answeredAt)}`}
                </p>
                {answer && <p className="words">{answer}</p>}
                {changedFields.length > 0 && <p>{t('changedFields', { fields: changedFields.join(', ') })}</p>}
              </>
            ) : (
              <p className="quiet">{t(state)}</p>
            )}
          </li>
        ))}
      </ul>
    </PersonSection>
  );
}
