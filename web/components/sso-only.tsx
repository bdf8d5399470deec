import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { PortalFragment } from '../generated/operations.ts';
import { returnTarget } from '../return-target.ts';
import { useSsoChoices } from '../use-sso-choices.ts';
import { Field } from './field.tsx';
import { Form } from './form.tsx';
import { Page } from './page.tsx';
import { contactOf } from './rich.tsx';
import { SsoChoices } from './sso-choices.tsx';

type SsoOnlyProps = { portal: PortalFragment; title: string; children?: ReactNode };

/** Replaces the password forms at a portal without passwords. */
export function SsoOnly({ portal, title, children }: SsoOnlyProps) {
  const t = useTranslations();
  const [choices, choose] = useSsoChoices(portal);
  return (
    <Page title={title} portal={portal}>
      <p>{t('logIn.noPasswords', { portal: portal.name })}</p>
      {portal.ssoConnections.length > 1 && (
        <Form
          submit={t('logIn.showWhere')}
          send={async (typed) => {
            await choose(typed('email'));
            return null;
          }}
        >
          <Field name="email" label={t('parts.email')} type="email" autoComplete="email" hint={t('logIn.tellsWhich')} />
        </Form>
      )}
      {choices.length === 0 && <p role="status">{t.rich('logIn.nobodyHere', contactOf(portal))}</p>}
      <SsoChoices choices={choices} returnTo={returnTarget(portal.catalogUrl)} />
      {children}
    </Page>
  );
}
