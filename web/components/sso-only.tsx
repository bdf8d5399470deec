import type { PortalFragment } from '../generated/operations.ts';
import { returnTarget } from '../return-target.ts';
import { useSsoChoices } from '../use-sso-choices.ts';
import { Contact } from './contact.tsx';
import { Field } from './field.tsx';
import { Form } from './form.tsx';
import { Page } from './page.tsx';
import { SsoChoices } from './sso-choices.tsx';

/** Replaces the password forms at a portal without passwords. */
export function SsoOnly({ portal, title }: { portal: PortalFragment; title: string }) {
  const [choices, choose] = useSsoChoices(portal);
  return (
    <Page title={title} portal={portal}>
      <p>{portal.name} has no passwords. Log in with SSO, that is, with an account that you have elsewhere.</p>
      {portal.ssoConnections.length > 1 && (
        <Form
          submit="Show where to log in"
          send={async (typed) => {
            await choose(typed('email'));
            return null;
          }}
        >
          <Field
            name="email"
            label="Email address"
            type="email"
            autoComplete="email"
            hint="It tells which of these is for you."
          />
        </Form>
      )}
      {choices.length === 0 && (
        <p role="status">
          Nobody logs in here with this address. Try another one of yours, or write to <Contact portal={portal} />.
        </p>
      )}
      <SsoChoices choices={choices} returnTo={returnTarget(portal.catalogUrl)} />
    </Page>
  );
}
