import { useState } from 'react';
import { act, Unanswered } from '../api.ts';
import { askAdminPasskey } from '../ask-own-passkey.ts';
import { Failure } from '../components/failure.tsx';
import { Form } from '../components/form.tsx';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { PasswordField } from '../components/password-field.tsx';
import { proofOf, SecondFactorField } from '../components/second-factor-field.tsx';
import { toProve } from '../components/sso-choices.tsx';
import { AdminConfirmDocument, FindAdminProofsDocument } from '../generated/operations.ts';
import { returnTarget } from '../return-target.ts';
import { useAnswer } from '../use-answer.ts';

const TITLE = 'Confirm that it is you';
const GRAPHIQL = '/graphql';

/** Confirms the session of this browser, before an act that gives others a way in. */
export function AdminConfirm() {
  const here = useAnswer(FindAdminProofsDocument, {});
  const [isConfirmed, setConfirmed] = useState(false);
  if (!here) return <Loading />;
  if (here instanceof Unanswered) return <Failure sentence={here.message} portal={null} />;
  if (!here.admin) return <LogInFirst />;
  if (isConfirmed) return <Confirmed />;
  const { email, secondFactors, recoveryCodesLeft } = here.admin;
  const kinds = [...new Set((secondFactors ?? []).map(({ kind }) => kind))];
  const methods = recoveryCodesLeft ? [...kinds, 'RECOVERY_CODE' as const] : kinds;
  const hasFactor = methods.length > 0;
  return (
    <Page title={TITLE} portal={null}>
      <p>
        You are logged in as <strong>{email}</strong>. What gives others a way in, such as inviting an admin, needs a
        confirmation that is at most 10 minutes old.
      </p>
      <Form
        submit="Confirm"
        send={async (typed) => {
          const answer = await act(
            AdminConfirmDocument,
            hasFactor ? { proof: await proofOf(typed, askAdminPasskey) } : { password: typed('password') },
          );
          if (answer.__typename !== 'AdminConfirmSuccess') return answer;
          const target = returnTarget();
          if (target) location.replace(target);
          else setConfirmed(true);
          return null;
        }}
      >
        {hasFactor ? (
          <SecondFactorField methods={methods} />
        ) : (
          <PasswordField name="password" label="Your password" autoComplete="current-password" />
        )}
      </Form>
      {(here.adminLogInMethods?.ssoConnections ?? []).map(({ label, startUrl }) => (
        <p key={startUrl}>
          <a href={toProve(startUrl, returnTarget() ?? '/admin/confirm')}>Or log in again with {label}</a>
        </p>
      ))}
    </Page>
  );
}

function LogInFirst() {
  return (
    <Page title={TITLE} portal={null}>
      <p>Nobody is logged in here. A log-in is a confirmation, too.</p>
      <p>
        <a className="button" href={`/admin/log-in${location.search}`}>
          Log in
        </a>
      </p>
    </Page>
  );
}

function Confirmed() {
  return (
    <Page title="Confirmed" portal={null}>
      <p>Go back to where you came from and repeat what you wanted to do, within 10 minutes.</p>
      <p>
        <a href={GRAPHIQL}>Open GraphiQL</a>
      </p>
    </Page>
  );
}
