import { useTranslations } from 'use-intl';
import { carriedEmail } from '../carried-email.ts';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { Field } from './field.tsx';
import { Form, type Refusal, type Say } from './form.tsx';
import { Page } from './page.tsx';

type AskForLinkProps = {
  portal: PortalFragment;
  title: string;
  what: string;
  send: (email: string, say: Say) => Promise<Refusal | null>;
};

/** Asks for an email address that a link goes to. Says the same for every one, so that it does not show who is registered. */
export function AskForLink({ portal, title, what, send }: AskForLinkProps) {
  const t = useTranslations();
  return (
    <Page title={title} portal={portal}>
      <p>{what}</p>
      <Form submit={t('logIn.sendEmail')} send={(typed, say) => send(typed('email'), say)}>
        <Field name="email" label={t('parts.email')} type="email" autoComplete="username" defaultValue={carriedEmail()} />
      </Form>
      <p>
        <a href={pagePath(portal, 'log-in')}>{t('logIn.backToLogIn')}</a>
      </p>
    </Page>
  );
}
