import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../api.ts';
import { carriedEmail } from '../carried-email.ts';
import { Field } from '../components/field.tsx';
import { Form } from '../components/form.tsx';
import { Page } from '../components/page.tsx';
import { PasskeyLogIn } from '../components/passkey-log-in.tsx';
import { PasswordField } from '../components/password-field.tsx';
import { contactOf, linkTo } from '../components/rich.tsx';
import { SecondStep, type Step } from '../components/second-step.tsx';
import { SsoChoices } from '../components/sso-choices.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import { ToRegistration } from '../components/to-registration.tsx';
import {
  ConfirmSecondFactorDocument,
  LogInDocument,
  LogInWithPasskeyDocument,
  type PortalFragment,
  StartPasskeyLogInDocument,
} from '../generated/operations.ts';
import { notePersonChange } from '../kept-pages.ts';
import { pagePath } from '../page-path.ts';
import { returnTarget } from '../return-target.ts';
import { useSsoChoices } from '../use-sso-choices.ts';
import { goToStatus, Status } from './status.tsx';

export function LogIn({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const [isAtStatus, setAtStatus] = useState(false);
  const [step, setStep] = useState<Step | null>(null);
  const [choices, choose] = useSsoChoices(portal);
  const returnTo = returnTarget(portal.catalogUrl);
  if (!portal.passwordLogin) {
    return (
      <SsoOnly portal={portal} title={t('parts.logIn')}>
        <ToRegistration portal={portal} />
      </SsoOnly>
    );
  }
  if (isAtStatus) return <Status portal={portal} />;
  const showStatus = ({ statusToken }: { statusToken: string }) => {
    goToStatus(portal, statusToken, returnTo);
    setAtStatus(true);
  };
  const goOn = ({ deletionDueAt }: { deletionDueAt: string | null }) => {
    notePersonChange();
    const next = returnTo ?? portal.catalogUrl;
    // Replaces this page in the history, so that nobody comes back to it.
    location.replace(deletionDueAt ? pagePath(portal, 'account') : next);
  };
  if (step) {
    return (
      <Page title={t('parts.logIn')} portal={portal}>
        <SecondStep
          step={step}
          again={() => setStep(null)}
          help={t.rich('logIn.writeTo', contactOf(portal))}
          confirm={async (proof) => {
            const input = { portal: portal.slug, session: 'COOKIE', ...proof } as const;
            const answer = await act(ConfirmSecondFactorDocument, input);
            if (answer.__typename === 'NotApproved') showStatus(answer);
            else if (answer.__typename !== 'ConfirmSecondFactorSuccess') return answer;
            else goOn(answer.developer);
            return null;
          }}
        />
      </Page>
    );
  }
  return (
    <Page title={t('parts.logIn')} portal={portal}>
      <Form
        submit={t('parts.logIn')}
        send={async (typed) => {
          const answer = await act(LogInDocument, {
            portal: portal.slug,
            email: typed('email'),
            password: typed('password'),
            session: 'COOKIE',
          });
          if (answer.__typename === 'NotApproved') showStatus(answer);
          else if (answer.__typename === 'SecondFactorRequired') setStep(answer);
          else if (answer.__typename !== 'LogInSuccess') return answer;
          else goOn(answer.developer);
          return null;
        }}
      >
        <Field
          name="email"
          label={t('parts.email')}
          type="email"
          autoComplete="username webauthn"
          defaultValue={carriedEmail()}
          onBlur={({ target }) => choose(target.value)}
        />
        <PasswordField name="password" label={t('parts.password')} autoComplete="current-password" />
      </Form>
      {portal.secondFactor !== 'OFF' && (
        <PasskeyLogIn
          start={() => act(StartPasskeyLogInDocument, { portal: portal.slug, session: 'COOKIE' })}
          logIn={async (challenge, passkey) => {
            const input = { portal: portal.slug, challenge, passkey, session: 'COOKIE' } as const;
            const answer = await act(LogInWithPasskeyDocument, input);
            if (answer.__typename === 'NotApproved') showStatus(answer);
            else if (answer.__typename !== 'LogInWithPasskeySuccess') return answer;
            else goOn(answer.developer);
            return null;
          }}
        />
      )}
      <SsoChoices choices={choices} returnTo={returnTo} />
      <p>
        <a href={pagePath(portal, 'forgot-password')}>{t('logIn.forgot')}</a>
      </p>
      <ToRegistration portal={portal} />
      <p>{t.rich('logIn.noAccount', { link: linkTo(pagePath(portal, 'sign-up', returnTo)) })}</p>
    </Page>
  );
}
