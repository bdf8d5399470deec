import { useState } from 'react';
import { act, Unanswered } from '../api.ts';
import { AnswerFields, typedAnswers } from '../components/answer-fields.tsx';
import { DeadLink } from '../components/dead-link.tsx';
import { Failure } from '../components/failure.tsx';
import { Field } from '../components/field.tsx';
import { Form } from '../components/form.tsx';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { SsoChoices } from '../components/sso-choices.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import { TermsLink } from '../components/terms-link.tsx';
import { FindLinkDocument, type LinkFragment, type PortalFragment, SignUpDocument } from '../generated/operations.ts';
import { hideToken } from '../hidden-token.ts';
import { pagePath } from '../page-path.ts';
import { returnTarget } from '../return-target.ts';
import { useAnswer } from '../use-answer.ts';
import { useSsoChoices } from '../use-sso-choices.ts';
import { CheckEmail } from './check-email.tsx';

export function SignUp({ portal }: { portal: PortalFragment }) {
  const [invite] = useState(() => hideToken('invite'));
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title="Sign up" />;
  if (invite) return <InvitedSignUp portal={portal} invite={invite} />;
  if (!portal.registrationOpen) return <Closed portal={portal} />;
  return <SignUpForm portal={portal} invitation={null} />;
}

function InvitedSignUp({ portal, invite }: { portal: PortalFragment; invite: string }) {
  const found = useAnswer(FindLinkDocument, { token: invite });
  if (!found) return <Loading />;
  if (found instanceof Unanswered) return <Failure sentence={found.message} portal={portal} />;
  const { link } = found;
  if (link?.kind === 'SIGN_UP' && link.works) return <SignUpForm portal={portal} invitation={{ invite, link }} />;
  // The empty `invite` replaces the one that the browser keeps for this page.
  const next = portal.registrationOpen
    ? { href: `${pagePath(portal, 'sign-up')}?invite=`, label: 'Sign up without an invitation' }
    : { href: pagePath(portal, 'log-in'), label: 'Log in' };
  return (
    <DeadLink portal={portal} title="This invitation does not work" next={next}>
      It has ended, was used, or the link is incomplete. Ask the person who invited you for a new one.
    </DeadLink>
  );
}

type SignUpFormProps = { portal: PortalFragment; invitation: { invite: string; link: LinkFragment } | null };

function SignUpForm({ portal, invitation }: SignUpFormProps) {
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const returnTo = returnTarget(portal.catalogUrl);
  const [choices, choose] = useSsoChoices(portal);
  if (mailedTo) return <CheckEmail portal={portal} email={mailedTo} />;
  const invitedEmail = invitation?.link.email;
  return (
    <Page title="Sign up" portal={portal}>
      {invitation && <p>You are invited to sign up at {portal.name}.</p>}
      <Form
        submit="Sign up"
        send={async (typed) => {
          const answer = await act(SignUpDocument, {
            portal: portal.slug,
            fullName: typed('fullName'),
            email: typed('email'),
            answers: typedAnswers(portal.signUpFields, typed),
            invite: invitation?.invite ?? null,
            // A path, so that it works under each host name of this page.
            returnTo: returnTo?.replace(location.origin, '') ?? null,
          });
          if (answer.__typename !== 'SignUpSuccess') return answer;
          setMailedTo(answer.email);
          return null;
        }}
      >
        <Field name="fullName" label="Full name" autoComplete="name" defaultValue={invitation?.link.form?.fullName} />
        <Field
          name="email"
          label="Email address"
          type="email"
          autoComplete="email"
          hint="We will email you a link to finish signing up."
          onBlur={({ target }) => choose(target.value)}
          {...(invitedEmail && { defaultValue: invitedEmail, readOnly: true })}
        />
        <AnswerFields fields={portal.signUpFields} answers={invitation?.link.form?.answers ?? []} />
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
