import { useCallback, useEffect, useState } from 'react';
import { ask, Unanswered } from '../../../api.ts';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Page } from '../../../components/page.tsx';
import { FindAdminSecurityDocument, type FindAdminSecurityQuery } from '../../generated/operations.ts';
import { CompanyAccounts } from './company-accounts.tsx';
import { AdminFactors } from './factors.tsx';
import { AdminPassword } from './password.tsx';
import { AdminSessions } from './sessions.tsx';

export type Me = NonNullable<FindAdminSecurityQuery['admin']>;

const LOG_IN = '/admin/log-in?returnTo=%2Fadmin%2Fsecurity';

/** How an admin logs in, and where. */
export function AdminSecurity() {
  const [answer, setAnswer] = useState<FindAdminSecurityQuery | Unanswered | null>(null);
  const load = useCallback(() => void ask(FindAdminSecurityDocument, {}).then(setAnswer, setAnswer), []);
  useEffect(load, [load]);
  if (!answer) return <Loading />;
  if (answer instanceof Unanswered) return <Failure sentence={answer.message} portal={null} />;
  if (!answer.admin || !answer.adminPasswordPolicy) return <ToLogIn />;
  const { admin, adminPasswordPolicy, adminLogInMethods } = answer;
  return (
    <Page title="Security of your admin account" portal={null}>
      <p>
        You are logged in as <strong>{admin.email}</strong>. <a href="/admin">Back to the requests</a>
      </p>
      <AdminFactors me={admin} onChanged={load} />
      <AdminPassword email={admin.email} policy={adminPasswordPolicy} onChanged={load} />
      <CompanyAccounts
        accounts={admin.ssoIdentities ?? []}
        choices={adminLogInMethods?.ssoConnections ?? []}
        onChanged={load}
      />
      <AdminSessions sessions={admin.sessions ?? []} onChanged={load} />
    </Page>
  );
}

function ToLogIn() {
  return (
    <Page title="You are not logged in" portal={null}>
      <p>Log in as an admin to see how you log in.</p>
      <p>
        <a className="button" href={LOG_IN}>
          Log in
        </a>
      </p>
    </Page>
  );
}
