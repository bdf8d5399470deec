import { useState } from 'react';
import { act, Unanswered } from '../api.ts';
import { Field } from '../components/field.tsx';
import { Form } from '../components/form.tsx';
import { Loading } from '../components/loading.tsx';
import { NewPasswordField } from '../components/new-password-field.tsx';
import { Page } from '../components/page.tsx';
import { PasswordField } from '../components/password-field.tsx';
import { Proof } from '../components/proof.tsx';
import { Section } from '../components/section.tsx';
import {
  ChangePasswordDocument,
  DeleteAccountDocument,
  FindAccountDocument,
  type FindAccountQuery,
  type PortalFragment,
  RequestEmailChangeDocument,
  RevokeOtherSessionsDocument,
  RevokeSessionDocument,
  UpdateProfileDocument,
} from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useAnswer } from '../use-answer.ts';
import { AccountAnswers } from './account-answers.tsx';
import { AccountSso } from './account-sso.tsx';
import { AccountTerms } from './account-terms.tsx';
import { Failure } from './failure.tsx';
import { ToLogIn } from './to-log-in.tsx';

type Me = NonNullable<FindAccountQuery['me']>;
type Session = NonNullable<Me['sessions']>[number];

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** What people can do with their account. */
export function Account({ portal }: { portal: PortalFragment }) {
  const [isDeleted, setDeleted] = useState(false);
  const answer = useAnswer(FindAccountDocument, { portal: portal.slug });
  if (isDeleted) return <Deleted portal={portal} />;
  if (!answer) return <Loading />;
  if (answer instanceof Unanswered) return <Failure sentence={answer.message} portal={portal} />;
  if (!answer.me) return <ToLogIn portal={portal} />;
  return (
    <Page title="Your account" portal={portal}>
      <Settings portal={portal} me={answer.me} onDeleted={() => setDeleted(true)} />
    </Page>
  );
}

function Settings({ portal, me, onDeleted }: { portal: PortalFragment; me: Me; onDeleted: () => void }) {
  // Where the portal takes no passwords, one that was left behind proves nothing.
  const [hasPassword, setHasPassword] = useState(me.hasPassword && portal.passwordLogin);
  const [sessions, setSessions] = useState(me.sessions ?? []);
  const keepOwnSession = () => setSessions((all) => all.filter(({ current }) => current));
  return (
    <>
      <AccountTerms portal={portal} isAccepted={me.currentTermsAccepted} />
      <Profile portal={portal} me={me} />
      <AccountAnswers portal={portal} me={me} />
      <EmailAddress portal={portal} me={me} hasPassword={hasPassword} />
      {portal.passwordLogin && (
        <Password
          portal={portal}
          me={me}
          hasPassword={hasPassword}
          onChanged={() => {
            setHasPassword(true);
            keepOwnSession();
          }}
        />
      )}
      <AccountSso portal={portal} identities={me.ssoIdentities} hasPassword={hasPassword} />
      <Sessions
        portal={portal}
        sessions={sessions}
        onEnded={(id) => setSessions((all) => all.filter((session) => session.id !== id))}
        onOthersEnded={keepOwnSession}
      />
      <DeleteAccount portal={portal} hasPassword={hasPassword} onDeleted={onDeleted} />
    </>
  );
}

function Profile({ portal, me }: { portal: PortalFragment; me: Me }) {
  const [fullName, setFullName] = useState(me.fullName);
  return (
    <Section
      title="Profile"
      submit="Save name"
      done="Your name is saved."
      send={async (typed) => {
        const answer = await act(UpdateProfileDocument, { portal: portal.slug, fullName: typed('fullName') });
        if (answer.__typename !== 'UpdateProfileSuccess') return answer;
        setFullName(answer.developer.fullName);
        return null;
      }}
    >
      <Field name="fullName" label="Full name" autoComplete="name" defaultValue={fullName} />
    </Section>
  );
}

function EmailAddress({ portal, me, hasPassword }: { portal: PortalFragment; me: Me; hasPassword: boolean }) {
  const [mailedTo, setMailedTo] = useState('');
  return (
    <Section
      title="Email address"
      submit="Change address"
      done={`We have sent a mail to ${mailedTo}. Your address changes once you confirm it there.`}
      send={async (typed) => {
        const answer = await act(RequestEmailChangeDocument, {
          portal: portal.slug,
          email: typed('email'),
          password: hasPassword ? typed('password') : null,
        });
        if (answer.__typename !== 'RequestEmailChangeSuccess') return answer;
        setMailedTo(answer.email);
        return null;
      }}
    >
      <p>
        {hasPassword ? 'You log in with' : 'Your address is'} <strong>{me.email}</strong>.
      </p>
      <Field
        name="email"
        label="New email address"
        type="email"
        autoComplete="email"
        hint="We mail you a link to confirm it."
      />
      <Proof portal={portal} hasPassword={hasPassword} />
    </Section>
  );
}

type PasswordProps = { portal: PortalFragment; me: Me; hasPassword: boolean; onChanged: () => void };

function Password({ portal, me, hasPassword, onChanged }: PasswordProps) {
  return (
    <Section
      title="Password"
      submit={hasPassword ? 'Change password' : 'Create password'}
      done="Your password is saved, and you are logged out everywhere else."
      send={async (typed) => {
        const answer = await act(ChangePasswordDocument, {
          portal: portal.slug,
          currentPassword: hasPassword ? typed('currentPassword') : null,
          newPassword: typed('newPassword'),
        });
        if (answer.__typename !== 'ChangePasswordSuccess') return answer;
        onChanged();
        return null;
      }}
    >
      {hasPassword ? (
        <PasswordField name="currentPassword" label="Current password" autoComplete="current-password" />
      ) : (
        <>
          <p>You have none. Create one to be able to log in without SSO.</p>
          <Proof portal={portal} hasPassword={false} />
        </>
      )}
      <NewPasswordField policy={portal.passwordPolicy} email={me.email} name="newPassword" label="New password" />
    </Section>
  );
}

type SessionsProps = {
  portal: PortalFragment;
  sessions: Session[];
  onEnded: (id: string) => void;
  onOthersEnded: () => void;
};

function Sessions({ portal, sessions, onEnded, onOthersEnded }: SessionsProps) {
  return (
    <section>
      <h2>Where you are logged in</h2>
      <ul className="sessions">
        {sessions.map(({ id, device, address, lastSeenAt, current }) => (
          <li key={id}>
            <p>
              <strong>{device}</strong>
              {current && ' (this one)'}
              <br />
              {address && `${address}, `}last used {moment.format(new Date(lastSeenAt))}
            </p>
            {!current && (
              <Form
                submit={`Log out ${device}`}
                send={async () => {
                  const answer = await act(RevokeSessionDocument, { portal: portal.slug, id });
                  // One that is gone already is what was wanted.
                  if (answer.__typename !== 'RevokeSessionSuccess' && answer.__typename !== 'NotFound') return answer;
                  onEnded(id);
                  return null;
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {sessions.some(({ current }) => !current) && (
        <Form
          submit="Log out everywhere else"
          send={async () => {
            const answer = await act(RevokeOtherSessionsDocument, { portal: portal.slug });
            if (answer.__typename !== 'RevokeOtherSessionsSuccess') return answer;
            onOthersEnded();
            return null;
          }}
        />
      )}
    </section>
  );
}

type DeleteAccountProps = { portal: PortalFragment; hasPassword: boolean; onDeleted: () => void };

function DeleteAccount({ portal, hasPassword, onDeleted }: DeleteAccountProps) {
  return (
    <section>
      <h2>Delete your account</h2>
      <p>Your account at {portal.name} is deleted at once and for good. You can sign up again with the same address.</p>
      <Form
        submit="Delete my account"
        send={async (typed) => {
          const answer = await act(DeleteAccountDocument, {
            portal: portal.slug,
            password: hasPassword ? typed('password') : null,
          });
          if (answer.__typename !== 'DeleteAccountSuccess') return answer;
          onDeleted();
          return null;
        }}
      >
        <Proof portal={portal} hasPassword={hasPassword} />
      </Form>
    </section>
  );
}

function Deleted({ portal }: { portal: PortalFragment }) {
  return (
    <Page title="Your account is deleted" portal={portal}>
      <p>
        <a href={pagePath(portal, '')}>Back to {portal.name}</a>
      </p>
    </Page>
  );
}
