import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { carriedEmail } from '../carried-email.ts';
import { Field } from '../components/field.tsx';
import { Form } from '../components/form.tsx';
import { Page } from '../components/page.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import { type PortalFragment, RequestPasswordResetDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useStrangerAct } from '../use-stranger-act.ts';
import { ResetSent } from './reset-sent.tsx';

/** Says the same for every email address, so that it does not show who is registered. */
export function ForgotPassword({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const act = useStrangerAct(portal);
  const [asked, setAsked] = useState<string | null>(null);
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title={t('logIn.forgot')} />;
  if (asked) return <ResetSent portal={portal} email={asked} />;
  return (
    <Page title={t('logIn.forgot')} portal={portal}>
      <p>{t('logIn.enterAddress')}</p>
      <Form
        submit={t('logIn.sendEmail')}
        send={async (typed, say) => {
          const answer = await act(RequestPasswordResetDocument, { portal: portal.slug, email: typed('email') }, say);
          if (answer.__typename !== 'RequestPasswordResetSuccess') return answer;
          setAsked(answer.email);
          return null;
        }}
      >
        <Field name="email" label={t('parts.email')} type="email" autoComplete="username" defaultValue={carriedEmail()} />
      </Form>
      <p>
        <a href={pagePath(portal, 'log-in')}>{t('logIn.backToLogIn')}</a>
      </p>
    </Page>
  );
}
