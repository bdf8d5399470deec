import { useTranslations } from 'use-intl';
import { Field } from './field.tsx';
import type { Refusal, Say } from './form.tsx';
import { Section } from './section.tsx';

type SendAgainProps = {
  /** The receiver. Empty if the page does not know it any more. */
  email: string;
  send: (email: string, say: Say) => Promise<Refusal | null>;
};

/** Says the same for every email address. */
export function SendAgain({ email, send }: SendAgainProps) {
  const t = useTranslations();
  return (
    <Section
      title={t('signUp.nothingThere')}
      submit={t('signUp.sendAgain')}
      send={(typed, say) => send(email || typed('email'), say)}
      done={t('signUp.sentAgain')}
    >
      <p>{t('signUp.spam')}</p>
      {!email && <Field name="email" label={t('parts.email')} type="email" autoComplete="username" />}
    </Section>
  );
}
