import { useState } from 'react';
import { act } from '../api.ts';
import { AnswerFields, typedAnswers } from '../components/answer-fields.tsx';
import { Field } from '../components/field.tsx';
import { Form } from '../components/form.tsx';
import { Page } from '../components/page.tsx';
import { SsoChoices } from '../components/sso-choices.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import { TermsLink } from '../components/terms-link.tsx';
import { type PortalFragment, SignUpDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { returnTarget } from '../return-target.ts';
import { useSsoChoices } from '../use-sso-choices.ts';
import { CheckEmail } from './check-email.tsx';

export function SignUp({ portal }: { portal: PortalFragment }) {
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const returnTo = returnTarget(portal.catalogUrl);
  const [choices, choose] = useSsoChoices(portal);
  if (mailedTo) return <CheckEmail portal={portal} email={mailedTo} />;
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title="Sign up" />;
  if (!portal.registrationOpen) return <Closed portal={portal} />;
  return (
    <Page title="Sign up" portal={portal}>
      <Form
        submit="Sign up"
        send={async (typed) => {
          const answer = await act(SignUpDocument, {
            portal: portal.slug,
            fullName: typed('fullName'),
            email: typed('email'),
            answers: typedAnswers(portal.signUpFields, typed),
            // A path, so that it works under each host name of this page.
            returnTo: returnTo?.replace(location.origin, '') ?? null,
          });
          if (answer.__typename !== 'SignUpSuccess') return answer;
          setMailedTo(answer.email);
          return null;
        }}
      >
        <Field name="fullName" label="Full name" autoComplete="name" />
        <Field
          name="email"
          label="Email address"
          type="email"
          autoComplete="email"
          hint="We will email you a link to finish signing up."
          onBlur={({ target }) => choose(target.value)}
        />
        <AnswerFields fields={portal.signUpFields} />
        {portal.terms && (
          <p>
            You will be asked to accept the <TermsLink terms={portal.terms} /> when you verify your email address.
          </p>
        )}
      </Form>
      <SsoChoices choices={choices} returnTo={returnTo} />
      <p>
        Already have an account? <a href={pagePath(portal, 'log-in', returnTo)}>Log in</a>
      </p>
    </Page>
  );
}

function Closed({ portal }: { portal: PortalFragment }) {
  return (
    <Page title="Registration is closed" portal={portal}>
      <p>{portal.name} accepts no registrations at the moment.</p>
      <p>
        Already have an account? <a href={pagePath(portal, 'log-in')}>Log in</a>
      </p>
    </Page>
  );
}
