import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { AnswerConditions } from './answer-conditions.tsx';
import { begun, CONDITIONS, type Condition, type DraftConditions, type Names } from './draft.ts';
import { focusSoon } from './focus-soon.ts';
import { InvitationFields } from './invitation-fields.tsx';
import { LinesField } from './lines-field.tsx';
import { Ticks } from './ticks.tsx';
import { YesNo } from './yes-no.tsx';

type ConditionFieldsProps = {
  when: DraftConditions;
  names: Names;
  change: (part: Partial<DraftConditions>) => void;
};

/** All conditions of a rule, each with the input that fits, and one to add. */
export function ConditionFields({ when, names, change }: ConditionFieldsProps) {
  const t = useTranslations('rules');
  const has = (condition: Condition) => when[condition] !== null;
  const isPossible = (condition: Condition) =>
    (condition !== 'answers' || names.signUpFields.length > 0) &&
    (condition !== 'connections' || names.ssoConnections.length > 0);
  const free = CONDITIONS.filter((condition) => !has(condition) && isPossible(condition));
  const fields = useRef<HTMLDivElement>(null);
  return (
    <div ref={fields} className="conditions">
      {CONDITIONS.filter(has).map((condition, at) => (
        <div key={condition} className="condition" data-condition={condition}>
          {at > 0 && <p className="and">{t('andWord')}</p>}
          <ConditionInput {...{ condition, when, names, change }} />
          <Button
            kind="plain"
            aria-label={t('withoutNamed', { condition: t(condition) })}
            onPress={() => {
              change({ [condition]: null });
              focusSoon(fields, 'select');
            }}
          >
            {t('without')}
          </Button>
        </div>
      ))}
      {free.length > 0 && (
        <Choice
          label={t('addCondition')}
          value=""
          choices={[{ value: '', label: t('chooseCondition') }, ...free.map((value) => ({ value, label: t(value) }))]}
          onChange={(condition) => {
            if (!condition) return;
            change(begun(condition, names));
            focusSoon(fields, `[data-condition="${condition}"] :is(input, select, textarea)`);
          }}
        />
      )}
    </div>
  );
}

function ConditionInput({ condition, when, names, change }: ConditionFieldsProps & { condition: Condition }) {
  const t = useTranslations('rules');
  switch (condition) {
    case 'emailDomains':
    case 'emails':
    case 'groups':
      return (
        <LinesField
          name={`when.${condition}`}
          label={t(condition)}
          hint={t(`hints.${condition}`)}
          value={when[condition] ?? ''}
          change={(text) => change({ [condition]: text })}
        />
      );
    case 'answers':
      return <AnswerConditions answers={when.answers ?? []} names={names} change={(answers) => change({ answers })} />;
    case 'connections':
      return (
        <Ticks
          name="when.connections"
          label={t('connections')}
          choices={names.ssoConnections}
          chosen={when.connections ?? []}
          change={(connections) => change({ connections })}
        />
      );
    case 'invitation':
      return when.invitation && <InvitationFields invitation={when.invitation} names={names} change={change} />;
    case 'disposableEmail':
    case 'refusedBefore':
      return (
        <YesNo
          label={t(condition)}
          yes={t(`yes.${condition}`)}
          no={t(`no.${condition}`)}
          is={when[condition] ?? true}
          change={(is) => change({ [condition]: is })}
        />
      );
  }
}
