import { Button as AriaButton, GridList, GridListItem, useDragAndDrop } from 'react-aria-components';
import { useTranslations } from 'use-intl';
import type { DraftRule, Names } from './draft.ts';
import { useConditionsInWords } from './in-words.ts';
import type { Draft } from './use-draft.ts';

type RuleListProps = {
  draft: Draft;
  /** The keys of rules that the API refused. */
  wrong: ReadonlySet<string>;
  names: Names;
};

/** The rules in the order in which they are tried. They can be dragged, also by keyboard. */
export function RuleList({ draft: { rules, chosen, choose, move }, wrong, names }: RuleListProps) {
  const t = useTranslations('rules');
  const inWords = useConditionsInWords(names);
  const nameOf = ({ name }: DraftRule) => name.trim() || t('unnamed');
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target: { key, dropPosition } }) => {
      const place = rules.findIndex((rule) => rule.key === key);
      move(keys, dropPosition === 'after' ? place + 1 : place);
    },
  });
  if (rules.length === 0) return <p className="none">{t('noRules')}</p>;
  return (
    <GridList
      aria-label={t('list')}
      className="rule-list"
      items={rules.map((rule, at) => ({ id: rule.key, rule, at }))}
      dependencies={[wrong, names]}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={chosen ? [chosen.key] : []}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : keys;
        if (key !== undefined) choose(String(key));
      }}
      dragAndDropHooks={dragAndDropHooks}
    >
      {({ rule, at }) => (
        <GridListItem textValue={nameOf(rule)} className="rule-row">
          <AriaButton slot="drag" className="drag" aria-label={t('dragNamed', { name: nameOf(rule) })}>
            <span aria-hidden="true">{'⠿'}</span>
          </AriaButton>
          <span className="rule-number">{at + 1}</span>
          <div className="rule-text">
            <strong>{nameOf(rule)}</strong>
            <span className="hint">{inWords(rule.when).join(t('and')) || t('everybody')}</span>
            {wrong.has(rule.key) && <span className="issue">{t('isWrong')}</span>}
          </div>
          <span className={`then ${rule.act}`}>{t(rule.act)}</span>
        </GridListItem>
      )}
    </GridList>
  );
}
