import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Field } from './field.tsx';
import { Form, type Refusal, type Typed } from './form.tsx';

export type SetUpProps<Started, NewFactor> = {
  /** Begins with what allows it: the token of a link, or a proof. */
  begin: (typed: Typed) => Promise<Started | Refusal>;
  add: (input: NewFactor) => Promise<{ recoveryCodes: string[] | null } | Refusal>;
  /** Gets the recovery codes that come with the first factor. */
  onDone: (recoveryCodes: string[] | null) => void;
  /** Fields of what allows it. */
  children?: ReactNode;
};

type SetUpFactorProps<Started> = {
  submit: string;
  begin: (typed: Typed) => Promise<Started | Refusal>;
  fields: ReactNode;
  /** The second step. */
  children: (started: Started) => ReactNode;
};

/** Two steps: first what allows it, then the new factor. */
export function SetUpFactor<Started extends { challenge: string }>({
  submit,
  begin,
  fields,
  children,
}: SetUpFactorProps<Started>) {
  const t = useTranslations('factors');
  const [started, setStarted] = useState<Started | null>(null);
  if (!started) {
    return (
      <Form
        submit={submit}
        send={async (typed) => {
          const answer = await begin(typed);
          if (!('challenge' in answer)) return answer;
          setStarted(answer);
          return null;
        }}
      >
        {fields}
      </Form>
    );
  }
  return (
    <>
      {children(started)}
      <p>
        <button type="button" className="plain" onClick={() => setStarted(null)}>
          {t('startAgain')}
        </button>
      </p>
    </>
  );
}

export function FactorName({ label, suggestion }: { label: string; suggestion: string }) {
  const t = useTranslations('factors');
  return <Field name="name" label={label} hint={t('nameHint')} defaultValue={suggestion} autoComplete="off" />;
}
