import { useTranslations } from 'use-intl';
import { act, Unanswered } from '../../api.ts';
import { Form } from '../../components/form.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { proofOf, SecondFactorField } from '../../components/second-factor-field.tsx';
import { SsoLink } from '../../components/sso-choices.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useSentence } from '../../use-sentence.ts';
import { AdminConfirmDocument, FindAdminProofsDocument } from '../generated/operations.ts';
import { askAdminPasskey } from './ask-admin-passkey.ts';
import { inOtherTab, LOGGED_IN } from './in-other-tab.ts';

type ConfirmFormProps = {
  /** Called after a success. */
  goOn: () => void;
  /** Where a log-in with SSO ends, which confirms, too. */
  returnTo: string;
  /** In a dialog over a page that must stay as it is: links open another tab. */
  isBesidePage?: boolean;
};

/** Asks for the second factor of the admin who is logged in, else for the password. */
export function ConfirmForm({ goOn, returnTo, isBesidePage = false }: ConfirmFormProps) {
  const t = useTranslations('entrance');
  const sentenceOf = useSentence();
  const here = useAnswer(FindAdminProofsDocument, {});
  if (!here) return <p role="status">{t('loading')}</p>;
  if (here instanceof Unanswered) {
    return (
      <p role="alert" className="refusal">
        {sentenceOf(here)}
      </p>
    );
  }
  const { secondFactors, recoveryCodesLeft } = here.admin ?? {};
  const kinds = [...new Set((secondFactors ?? []).map(({ kind }) => kind))];
  const methods = recoveryCodesLeft ? [...kinds, 'RECOVERY_CODE' as const] : kinds;
  const hasFactor = methods.length > 0;
  return (
    <>
      <Form
        submit={t('confirm')}
        send={async (typed) => {
          const answer = await act(
            AdminConfirmDocument,
            hasFactor ? { proof: await proofOf(typed, askAdminPasskey) } : { password: typed('password') },
          );
          if (answer.__typename !== 'AdminConfirmSuccess') return answer;
          goOn();
          return null;
        }}
      >
        {hasFactor ? (
          <SecondFactorField methods={methods} />
        ) : (
          <PasswordField name="password" label={t('yourPassword')} autoComplete="current-password" />
        )}
      </Form>
      {(here.adminLogInMethods?.ssoConnections ?? []).map(({ label, startUrl }) => (
        <p key={startUrl}>
          <SsoLink proves startUrl={startUrl} returnTo={isBesidePage ? LOGGED_IN : returnTo} {...(isBesidePage && inOtherTab)}>
            {t('confirmWith', { label })}
          </SsoLink>
        </p>
      ))}
    </>
  );
}
