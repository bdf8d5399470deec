import { useTranslations } from 'use-intl';
import { act } from '../api.ts';
import { CorrectRegistrationDocument, type OwnRegistrationFragment, type PortalFragment } from '../generated/operations.ts';
import { AnswerFields, typedAnswers } from './answer-fields.tsx';
import { Field } from './field.tsx';
import { Section } from './section.tsx';

type CorrectRegistrationProps = {
  portal: PortalFragment;
  registration: OwnRegistrationFragment;
  token: string;
  onCorrected: (registration: OwnRegistrationFragment) => void;
};

/** For a person who waits for a decision. */
export function CorrectRegistration({ portal, registration, token, onCorrected }: CorrectRegistrationProps) {
  const t = useTranslations();
  const { fullName, answers, editableFields } = registration;
  const fields = portal.signUpFields.filter(({ key }) => editableFields.some((field) => field.key === key));
  return (
    <details>
      <summary>{t('status.correct')}</summary>
      <Section
        submit={t('status.correctIt')}
        done={t('status.corrected')}
        send={async (typed) => {
          const input = { token, fullName: typed('fullName'), answers: typedAnswers(fields, typed) };
          const answer = await act(CorrectRegistrationDocument, input);
          if (answer.__typename !== 'CorrectRegistrationSuccess') return answer;
          onCorrected(answer.registration);
          return null;
        }}
      >
        <p>{t('status.correctWhat')}</p>
        <Field name="fullName" label={t('parts.fullName')} autoComplete="name" defaultValue={fullName ?? ''} />
        <AnswerFields fields={fields} answers={answers} />
      </Section>
    </details>
  );
}
