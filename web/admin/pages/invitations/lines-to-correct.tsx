import { useTranslations } from 'use-intl';
import type { WrongLine } from './typed-people.ts';

const MOST_SHOWN = 10;

/** How many people were typed so far, and which lines are none. */
export function LinesToCorrect({ count, wrong }: { count: number; wrong: WrongLine[] }) {
  const t = useTranslations('invitations');
  return (
    <div role="status" className="lines">
      <p>{t('peopleCount', { good: count, bad: wrong.length })}</p>
      {wrong.length > 0 && (
        <ul>
          {wrong.slice(0, MOST_SHOWN).map(({ line, problem }) => (
            <li key={line}>{t('line', { line, problem })}</li>
          ))}
          {wrong.length > MOST_SHOWN && <li>{t('moreLines', { count: wrong.length - MOST_SHOWN })}</li>}
        </ul>
      )}
    </div>
  );
}
