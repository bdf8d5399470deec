import { act } from '../../../api.ts';
import { Form } from '../../../components/form.tsx';
import { SessionList } from '../../../components/session-list.tsx';
import { AdminLogOutDocument, AdminRevokeSessionDocument } from '../../generated/operations.ts';
import type { Me } from './security.tsx';

type AdminSessionsProps = { sessions: NonNullable<Me['sessions']>; onChanged: () => void };

export function AdminSessions({ sessions, onChanged }: AdminSessionsProps) {
  return (
    <section>
      <h2>Where you are logged in</h2>
      <SessionList sessions={sessions} revoke={revoke} onEnded={onChanged} />
      <Form submit="Log out" send={() => logOut(false)} />
      <Form submit="Log out everywhere" send={() => logOut(true)} />
    </section>
  );
}

/** If the session has ended already, the aim is reached. */
async function revoke(id: string) {
  const answer = await act(AdminRevokeSessionDocument, { id });
  return answer.__typename === 'AdminRevokeSessionSuccess' || answer.__typename === 'NotFound' ? null : answer;
}

async function logOut(everywhere: boolean) {
  const answer = await act(AdminLogOutDocument, { everywhere });
  if (answer.__typename !== 'AdminLogOutSuccess') return answer;
  location.replace(answer.providerLogOutUrl ?? '/admin/log-in');
  return null;
}
