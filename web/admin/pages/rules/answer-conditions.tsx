import { useTranslations } from 'use-intl';
import { Labelled } from '../../../components/labelled.tsx';
import { Button } from '../../ui/button.tsx';
import { answerOf, type DraftAnswer, type Names } from './draft.ts';
import { LinesField } from './lines-field.tsx';
import { Ticks } from './ticks.tsx';
import { YesNo } from './yes-no.tsx';

type AnswerConditionsProps = { answers: DraftAnswer[]; names: Names; change: (answers: DraftAnswer[]) => void };

/** Answers to the form, any of which is enough. */
export function AnswerConditions({ answers, names, change }: AnswerConditionsProps) {
  const t = useTranslations('rules');
  return (
    <>
      {answers.map((answer, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two of them can be the same
        <div key={at} className="answer">
          {at > 0 && <p className="and">{t('orWord')}</p>}
          <AnswerCondition
            name={`when.answers.${at}`}
            answer={answer}
            names={names}
            change={(changed) => change(answers.with(at, changed))}
          />
          {answers.length > 1 && (
            <Button kind="plain" onPress={() => change(answers.toSpliced(at, 1))}>
              {t('withoutAnswer')}
            </Button>
          )}
        </div>
      ))}
      <Button kind="plain" onPress={() => change([...answers, answerOf(names.signUpFields[0])])}>
        {t('addAnswer')}
      </Button>
    </>
  );
}

type AnswerConditionProps = { name: string; answer: DraftAnswer; names: Names; change: (answer: DraftAnswer) => void };

function AnswerCondition({ name, answer, names: { signUpFields }, change }: AnswerConditionProps) {
  const t = useTranslations('rules');
  const field = signUpFields.find(({ key }) => key === answer.field);
  return (
    <>
      <Labelled
        name={name}
        label={t('answers')}
        control={(described) => (
          <select
            value={answer.field}
            onChange={({ target }) => change(answerOf(signUpFields.find(({ key }) => key === target.value)))}
            {...described}
          >
            {!field && <option value={answer.field}>{answer.field}</option>}
            {signUpFields.map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        )}
      />
      <AnswerValues answer={answer} field={field} change={(part) => change({ ...answer, ...part })} />
    </>
  );
}

type AnswerValuesProps = {
  answer: DraftAnswer;
  field: Names['signUpFields'][number] | undefined;
  change: (part: Partial<DraftAnswer>) => void;
};

/** What the answer must be, as the kind of the field allows. */
function AnswerValues({ answer: { by, text }, field, change }: AnswerValuesProps) {
  const t = useTranslations('rules');
  if (field?.kind === 'BOOLEAN') {
    const is = text === 'true';
    return (
      <YesNo
        label={t('answerIs')}
        yes={t('ticked')}
        no={t('notTicked')}
        {...{ is }}
        change={(on) => change({ text: String(on) })}
      />
    );
  }
  if (field?.kind === 'CHOICE' && by === 'VALUES') {
    const choices = field.choices.map((choice) => ({ id: choice, label: choice }));
    const chosen = text ? text.split('\n') : [];
    return (
      <Ticks name="" label={t('answerIs')} {...{ choices, chosen }} change={(values) => change({ text: values.join('\n') })} />
    );
  }
  return (
    <>
      <YesNo
        label={t('compare')}
        yes={t('byValues')}
        no={t('byPattern')}
        is={by === 'VALUES'}
        change={(isExact) => change({ by: isExact ? 'VALUES' : 'PATTERN' })}
      />
      <LinesField
        name=""
        label={t(by === 'VALUES' ? 'values' : 'pattern')}
        hint={t(by === 'VALUES' ? 'valuesHint' : 'patternHint')}
        value={text}
        change={(typed) => change({ text: by === 'PATTERN' ? typed.replaceAll('\n', '') : typed })}
      />
    </>
  );
}
