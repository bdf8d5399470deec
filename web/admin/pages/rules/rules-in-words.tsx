import { useTranslations } from 'use-intl';
import type { RuleHereFragment } from '../../generated/operations.ts';
import { draftOf, type Names } from './draft.ts';
import { useConditionsInWords } from './in-words.ts';

type RulesInWordsProps = {
  rules: RuleHereFragment[];
  names: Names;
  /** The rules of another version, to say what is different. */
  comparedWith?: RuleHereFragment[];
};

/** A list of rules to read. */
export function RulesInWords({ rules, names, comparedWith }: RulesInWordsProps) {
  const t = useTranslations('rules');
  if (!comparedWith) {
    if (rules.length === 0) return <p className="none">{t('noRules')}</p>;
    return (
      <ol className="rules-to-read">
        {rules.map((rule) => (
          <RuleToRead key={rule.name} rule={rule} names={names} />
        ))}
      </ol>
    );
  }
  const before = new Map(comparedWith.map((rule) => [rule.name, JSON.stringify(rule)]));
  const removed = comparedWith.filter(({ name }) => !rules.some((rule) => rule.name === name));
  const isSame = JSON.stringify(rules) === JSON.stringify(comparedWith);
  return (
    <>
      {isSame && <p>{t('noDifference')}</p>}
      {isReordered(rules, comparedWith) && <p className="done">{t('reordered')}</p>}
      {rules.length === 0 && <p className="none">{t('noRules')}</p>}
      <ol className="rules-to-read">
        {rules.map((rule) => {
          const old = before.get(rule.name);
          const difference = old === undefined ? 'ADDED' : old === JSON.stringify(rule) ? null : 'CHANGED';
          return <RuleToRead key={rule.name} rule={rule} names={names} difference={difference} />;
        })}
      </ol>
      {removed.length > 0 && (
        <ul className="rules-to-read">
          {removed.map((rule) => (
            <RuleToRead key={rule.name} rule={rule} names={names} difference="REMOVED" />
          ))}
        </ul>
      )}
    </>
  );
}

type RuleToReadProps = { rule: RuleHereFragment; names: Names; difference?: 'ADDED' | 'CHANGED' | 'REMOVED' | null };

function RuleToRead({ rule, names, difference = null }: RuleToReadProps) {
  const t = useTranslations('rules');
  const inWords = useConditionsInWords(names);
  return draftOf([rule]).map(({ name, act, reason, when }) => (
    <li key={name} className={difference ?? undefined}>
      <strong>{name}</strong> <span className={`then ${act}`}>{t(act)}</span>
      {difference && <em className="difference">{t(`difference.${difference}`)}</em>}
      <p className="hint">{inWords(when).join(t('and')) || t('everybody')}</p>
      {act === 'REFUSE' && <p className="hint">{t('withReason', { reason })}</p>}
    </li>
  ));
}

/** Whether the rules that both have stand in another order. */
function isReordered(rules: RuleHereFragment[], others: RuleHereFragment[]): boolean {
  const names = rules.map(({ name }) => name);
  const otherNames = others.map(({ name }) => name);
  const both = names.filter((name) => otherNames.includes(name));
  return both.join('\n') !== otherNames.filter((name) => names.includes(name)).join('\n');
}
