import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../api.ts';
import { reloadsAs } from '../carried-email.ts';
import { Form } from '../components/form.tsx';
import { NewPasswordField } from '../components/new-password-field.tsx';
import { Page } from '../components/page.tsx';
import { strong } from '../components/rich.tsx';
import { type DeveloperStatus, type PortalFragment, SetPasswordDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { RegistrationStatus } from './registration-status.tsx';

type CreatePasswordProps = {
  portal: PortalFragment;
  email: string;
  passwordToken: string;
  returnTo: string | null;
  /** Replaces “Create a password”. */
  title?: string;
  children?: ReactNode;
};

/** Has the URL of the verification link, so that a reload starts there again while there is no password. */
export function CreatePassword({ portal, email, passwordToken, returnTo, title, children }: CreatePasswordProps) {
  const t = useTranslations('signUp');
  const [chosen, setChosen] = useState<{ status: DeveloperStatus; watchToken: string } | null>(null);
  if (chosen) return <RegistrationStatus portal={portal} {...chosen} returnTo={returnTo} email={email} />;
  return (
    <Page title={title ?? t('createPassword')} portal={portal}>
      {children ?? <p>{t.rich('choosePassword', { strong, email })}</p>}
      <Form
        submit={t('create')}
        send={async (typed) => {
          const answer = await act(SetPasswordDocument, { token: passwordToken, password: typed('password') });
          if (answer.__typename === 'InvalidToken') return { message: t('tooLate') };
          if (answer.__typename !== 'SetPasswordSuccess') return answer;
          // The mailed token is used up, so a reload must lead to the next page.
          reloadsAs(pagePath(portal, 'log-in', returnTo), email);
          setChosen(answer);
          return null;
        }}
      >
        <NewPasswordField policy={portal.passwordPolicy} email={email} />
      </Form>
    </Page>
  );
}
