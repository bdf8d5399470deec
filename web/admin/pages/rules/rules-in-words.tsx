import { useTranslations } from 'use-intl';
import type { RuleHereFragment } from '../../generated/operations.ts';
import { draftOf, type Names } from './draft.ts';
import { useConditionsInWords } from './in-words.ts';

/** A list of rules to read. */
export function RulesInWords({ rules, names }: { rules: RuleHereFragment[]; names: Names }) {
  const t = useTranslations('rules');
  const inWords = useConditionsInWords(names);
  if (rules.length === 0) return <p className="none">{t('noRules')}</p>;
  return (
    <ol className="rules-to-read">
      {draftOf(rules).map(({ name, act, reason, when }) => (
        <li key={name}>
          <strong>{name}</strong> <span className={`then ${act}`}>{t(act)}</span>
          <p className="hint">{inWords(when).join(t('and')) || t('everybody')}</p>
          {act === 'REFUSE' && <p className="hint">{t('withReason', { reason })}</p>}
        </li>
      ))}
    </ol>
  );
}
