import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import { Issues, type Refusal } from '../../../components/form.tsx';
import { Labelled } from '../../../components/labelled.tsx';
import { TextArea } from '../../../components/text-area.tsx';
import { Button } from '../../ui/button.tsx';
import { ConditionFields } from './condition-fields.tsx';
import { type DraftRule, hasConditions, type Names } from './draft.ts';
import type { Draft } from './use-draft.ts';

const ACTS = ['APPROVE', 'QUEUE', 'REFUSE'] as const;

type RuleFormProps = {
  draft: Draft;
  rule: DraftRule;
  issues: NonNullable<Refusal['issues']>;
  names: Names;
  removed: () => void;
};

/** One rule to change. What is typed shows in the list and in the preview; nothing is saved here. */
export function RuleForm({ draft: { rules, at, change, move, remove }, rule, issues, names, removed }: RuleFormProps) {
  const t = useTranslations('rules');
  const set = (part: Partial<DraftRule>) => change({ ...rule, ...part });
  const one = new Set([rule.key]);
  return (
    <Issues value={issues}>
      <div className="rule-head">
        <h2 id="rule-title">{t('ruleTitle', { number: at + 1 })}</h2>
        <Button kind="second" isDisabled={at === 0} onPress={() => move(one, at - 1)}>
          {t('up')}
        </Button>
        <Button kind="second" isDisabled={at === rules.length - 1} onPress={() => move(one, at + 2)}>
          {t('down')}
        </Button>
        <Button
          kind="danger"
          onPress={() => {
            remove();
            removed();
          }}
        >
          {t('remove')}
        </Button>
      </div>
      <Field
        name="name"
        label={t('name')}
        hint={t('nameHint')}
        maxLength={100}
        autoComplete="off"
        value={rule.name}
        onChange={({ target }) => set({ name: target.value })}
      />
      <h3>{t('when')}</h3>
      <ConditionFields when={rule.when} names={names} change={(part) => set({ when: { ...rule.when, ...part } })} />
      {!hasConditions(rule.when) && (
        <Labelled
          name="matchesEverybody"
          label={t('matchesEverybody')}
          isBox
          control={(described) => (
            <input
              type="checkbox"
              checked={rule.matchesEverybody}
              onChange={({ target }) => set({ matchesEverybody: target.checked })}
              {...described}
            />
          )}
        />
      )}
      <Group legend={t('then')}>
        {ACTS.map((act) => (
          <label key={act} className="choice">
            <input type="radio" name={`then-${rule.key}`} checked={rule.act === act} onChange={() => set({ act })} />
            {t(`does.${act}`)}
          </label>
        ))}
      </Group>
      {rule.act === 'REFUSE' && (
        <TextArea
          name="reason"
          label={t('reason')}
          hint={t('reasonHint')}
          rows={4}
          maxLength={2000}
          value={rule.reason}
          onChange={({ target }) => set({ reason: target.value })}
        />
      )}
    </Issues>
  );
}

function Group({ legend, children }: { legend: string; children: ReactNode }) {
  const id = useId();
  return (
    <>
      <h3 id={id}>{legend}</h3>
      <div role="radiogroup" aria-labelledby={id} className="thens">
        {children}
      </div>
    </>
  );
}
