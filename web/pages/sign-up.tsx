import { useState } from 'react';
import { act } from '../api.ts';
import { AnswerFields, typedAnswers } from '../components/answer-fields.tsx';
import { Field } from '../components/field.tsx';
import { Form } from '../components/form.tsx';
import { Labelled } from '../components/labelled.tsx';
import { Page } from '../components/page.tsx';
import { SsoChoices } from '../components/sso-choices.tsx';
import { TermsLink } from '../components/terms-link.tsx';
import { type PortalFragment, SignUpDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { returnTarget } from '../return-target.ts';
import { useSsoChoices } from '../use-sso-choices.ts';
import { SsoOnly } from './sso-only.tsx';

export function SignUp({ portal }: { portal: PortalFragment }) {
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const returnTo = returnTarget(portal.catalogUrl);
  const [choices, choose] = useSsoChoices(portal);
  if (mailedTo) return <CheckYourMail portal={portal} email={mailedTo} />;
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
            acceptedTerms: typed('acceptedTerms') || null,
            // A path, so that it holds under every name this page is reached by.
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
          hint="We mail you a link to go on with."
          onBlur={({ target }) => choose(target.value)}
        />
        <AnswerFields fields={portal.signUpFields} />
        {portal.terms && <AcceptTerms terms={portal.terms} />}
      </Form>
      <SsoChoices choices={choices} returnTo={returnTo} />
      <p>
        You have an account already? <a href={pagePath(portal, 'log-in', returnTo)}>Log in</a>
      </p>
    </Page>
  );
}

/** Says which version was shown, so that nobody accepts another one. */
function AcceptTerms({ terms }: { terms: NonNullable<PortalFragment['terms']> }) {
  return (
    <Labelled
      name="acceptedTerms"
      label={
        <>
          I accept the <TermsLink terms={terms} /> (version {terms.version})
        </>
      }
      isBox
      control={(described) => <input type="checkbox" required value={terms.version} {...described} />}
    />
  );
}

/** Says the same for every address: only who reads the mail learns whether it was known. */
function CheckYourMail({ portal, email }: { portal: PortalFragment; email: string }) {
  return (
    <Page title="Check your mail" portal={portal}>
      <p>
        We have sent a mail to <strong>{email}</strong>. It says how to go on.
      </p>
      <p>
        Nothing there after a few minutes? Look among the unwanted mail, check the address above, then{' '}
        <a href={location.href}>sign up again</a>.
      </p>
    </Page>
  );
}

function Closed({ portal }: { portal: PortalFragment }) {
  return (
    <Page title="Registration is closed" portal={portal}>
      <p>{portal.name} takes no registrations at the moment.</p>
      <p>
        You have an account already? <a href={pagePath(portal, 'log-in')}>Log in</a>
      </p>
    </Page>
  );
}
