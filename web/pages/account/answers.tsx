import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { AnswerFields, typedAnswers } from '../../components/answer-fields.tsx';
import { Section } from '../../components/section.tsx';
import { type AnswersFragment, type PortalFragment, UpdateProfileDocument } from '../../generated/operations.ts';
import { Row } from './row.tsx';

export function AccountAnswers({ portal, me }: { portal: PortalFragment; me: AnswersFragment }) {
  const t = useTranslations('ownAccount');
  const [answers, setAnswers] = useState(me.answers);
  const fields = portal.signUpFields.filter((field) => isAsked(field, answers));
  const fixed = answers.filter(({ field }) => !fields.some(({ key }) => key === field));
  if (fields.length + fixed.length === 0) return null;
  return (
    <Row id="answers" title={t('answers')}>
      {fields.length > 0 && (
        <Section
          submit={t('saveAnswers')}
          done={t('answersSaved')}
          send={async (typed) => {
            const answer = await act(UpdateProfileDocument, { portal: portal.slug, answers: typedAnswers(fields, typed) });
            if (answer.__typename !== 'UpdateProfileSuccess') return answer;
            setAnswers(answer.developer.answers);
            return null;
          }}
        >
          <AnswerFields fields={fields} answers={answers} />
        </Section>
      )}
      {fixed.length > 0 && <Fixed answers={fixed} />}
    </Row>
  );
}

/** A field that nobody may change can be filled in if it has no answer. The page knows that only for visible answers. */
const isAsked = ({ key, editableBy, visibleTo }: PortalFragment['signUpFields'][number], answers: AnswersFragment['answers']) =>
  editableBy === 'PERSON' || (visibleTo === 'PERSON_AND_ADMINS' && !answers.some(({ field }) => field === key));

function Fixed({ answers }: AnswersFragment) {
  const t = useTranslations('ownAccount');
  return (
    <section>
      <h2>{t('kept')}</h2>
      <dl>
        {answers.map(({ field, label, value }) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>{typeof value === 'string' ? value : t(value ? 'yes' : 'no')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
