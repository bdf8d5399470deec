import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Form } from './form.tsx';
import type { ChangeProps } from './own-factors.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { proofOf, SecondFactorField } from './second-factor-field.tsx';

type OwnRecoveryCodesProps = ChangeProps & { left: number; email: string };

/** How many recovery codes are left, and new ones. */
export function OwnRecoveryCodes({ left, email, methods, acts, onChanged }: OwnRecoveryCodesProps) {
  const t = useTranslations('factors');
  const [codes, setCodes] = useState<string[] | null>(null);
  return (
    <section>
      <h2>{t('recoveryCodes')}</h2>
      {codes ? (
        <RecoveryCodes codes={codes} email={email} />
      ) : (
        <>
          <p>{t('left', { left })}</p>
          <details>
            <summary>{t('newCodes')}</summary>
            <p>{t('oldEnd')}</p>
            <Form
              submit={t('newCodes')}
              send={async (typed) => {
                const answer = await acts.renewCodes(await proofOf(typed, acts.askPasskey));
                if ('message' in answer) return answer;
                setCodes(answer.recoveryCodes);
                onChanged();
                return null;
              }}
            >
              <SecondFactorField methods={methods} />
            </Form>
          </details>
        </>
      )}
    </section>
  );
}
