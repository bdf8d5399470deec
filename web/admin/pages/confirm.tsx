import { useState } from 'react';
import { Unanswered } from '../../api.ts';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { returnTarget } from '../../return-target.ts';
import { useAnswer } from '../../use-answer.ts';
import { FindAdminDocument } from '../generated/operations.ts';
import { ConfirmForm } from '../log-in/confirm-form.tsx';

const TITLE = 'Confirm that it is you';
const HOME = '/admin';

/** Confirms the session of this browser, before an act that gives others a way in. */
export function AdminConfirm() {
  const here = useAnswer(FindAdminDocument, {});
  const [isConfirmed, setConfirmed] = useState(false);
  if (!here) return <Loading />;
  if (here instanceof Unanswered) return <Failure sentence={here.message} portal={null} />;
  if (!here.admin) return <LogInFirst />;
  if (isConfirmed) return <Confirmed />;
  const target = returnTarget();
  return (
    <Page title={TITLE} portal={null}>
      <p>
        You are logged in as <strong>{here.admin.email}</strong>. What gives others a way in, such as inviting an admin, needs a
        confirmation that is at most 10 minutes old.
      </p>
      <ConfirmForm
        goOn={() => (target ? location.replace(target) : setConfirmed(true))}
        returnTo={target ?? '/admin/confirm'}
      />
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
        <a href={HOME}>Open the requests</a>
      </p>
    </Page>
  );
}
