import { useState } from 'react';
import { AcceptTerms } from '../components/accept-terms.tsx';
import { AnswerFields, typedAnswers } from '../components/answer-fields.tsx';
import { NotMe } from '../components/asked-for.tsx';
import { Field } from '../components/field.tsx';
import { Form, type Refusal } from '../components/form.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import {
  AcceptInvitationDocument,
  type AcceptInvitationInput,
  type LinkFragment,
  type PortalFragment,
} from '../generated/operations.ts';
import { hideToken } from '../hidden-token.ts';
import { pagePath } from '../page-path.ts';
import { type MailedLink, useMailedLink } from '../use-mailed-link.ts';
import { CreatePassword } from './create-password.tsx';
import { GoOn, PasswordExists } from './verify-email.tsx';

/** The page of an emailed invitation. A reload comes back here while there is no password. */
export function AcceptInvitation({ portal }: { portal: PortalFragment }) {
  const [token] = useState(() => hideToken('token'));
  const { mailed, done: accepted, send } = useMailedLink(AcceptInvitationDocument, null, token);
  const logIn = { href: pagePath(portal, 'log-in'), label: 'Log in' };
  if (accepted?.passwordToken) return <CreatePassword portal={portal} {...accepted} passwordToken={accepted.passwordToken} />;
  if (accepted && !portal.passwordLogin) return <SsoOnly portal={portal} title="Your email address is verified" />;
  if (accepted) return <PasswordExists portal={portal} {...accepted} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="ACCEPT_INVITATION"
      next={logIn}
      used={{ title: 'You accepted this invitation already', next: logIn }}
    >
      {(link) =>
        link.form ? (
          <AcceptForm portal={portal} link={link} form={link.form} mailed={mailed} send={send} />
        ) : (
          <GoOn portal={portal} link={link} send={() => send({ token })} />
        )
      }
    </MailedPage>
  );
}

type AcceptFormProps = {
  portal: PortalFragment;
  link: LinkFragment;
  form: NonNullable<LinkFragment['form']>;
  mailed: MailedLink;
  send: (input: AcceptInvitationInput) => Promise<Refusal | null>;
};

function AcceptForm({ portal, link, form, mailed, send }: AcceptFormProps) {
  return (
    <Page title="You are invited" portal={portal}>
      <p>
        <strong>{link.email}</strong> is invited to register at {portal.name}. Check your details.
      </p>
      <Form
        submit="Accept the invitation"
        send={(typed) =>
          send({
            token: mailed.token,
            fullName: typed('fullName'),
            answers: typedAnswers(portal.signUpFields, typed),
            acceptedTerms: typed('acceptedTerms') || null,
          })
        }
      >
        <Field name="fullName" label="Full name" autoComplete="name" defaultValue={form.fullName} />
        <AnswerFields fields={portal.signUpFields} answers={form.answers} />
        {portal.terms && <AcceptTerms terms={portal.terms} />}
      </Form>
      {portal.passwordLogin && <p>After that you create a password.</p>}
      <NotMe mailed={mailed} />
    </Page>
  );
}
