import { useTranslations } from 'use-intl';
import type { Person } from './person-detail.tsx';
import { PersonSection } from './section.tsx';

/** What the person answered on the sign-up form, and what admins noted in fields of their own. */
export function Answers({ person: { answers }, level }: { person: Person; level: 2 | 3 }) {
  const t = useTranslations('person');
  if (answers.length === 0) return null;
  return (
    <PersonSection title={t('answers')} level={level}>
      <dl className="facts">
        {answers.map(({ field, label, value }) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>{typeof value === 'boolean' ? t(value ? 'yes' : 'no') : value}</dd>
          </div>
        ))}
      </dl>
    </PersonSection>
  );
}
