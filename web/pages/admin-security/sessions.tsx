import { act } from '../../api.ts';
import { Form } from '../../components/form.tsx';
import { AdminLogOutDocument, AdminRevokeSessionDocument } from '../../generated/operations.ts';
import { logInInWords } from '../../log-in-in-words.ts';
import type { Me } from './admin-security.tsx';

type AdminSessionsProps = { sessions: NonNullable<Me['sessions']>; onChanged: () => void };

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export function AdminSessions({ sessions, onChanged }: AdminSessionsProps) {
  return (
    <section>
      <h2>Where you are logged in</h2>
      <ul className="sessions">
        {sessions.map(({ id, device, ip, method, secondFactor, lastSeenAt, current }) => (
          <li key={id}>
            <p>
              <strong>{device}</strong>
              {current && ' (this one)'}
              <br />
              {ip && `${ip}, `}last used {moment.format(new Date(lastSeenAt))}
              <br />
              Logged in with {logInInWords(method, secondFactor)}
            </p>
            {!current && (
              <Form
                submit={`Log out ${device}`}
                send={async () => {
                  const answer = await act(AdminRevokeSessionDocument, { id });
                  // If the session has ended already, the aim is reached.
                  if (answer.__typename !== 'AdminRevokeSessionSuccess' && answer.__typename !== 'NotFound') return answer;
                  onChanged();
                  return null;
                }}
              />
            )}
          </li>
        ))}
      </ul>
      <Form submit="Log out" send={() => logOut(false)} />
      <Form submit="Log out everywhere" send={() => logOut(true)} />
    </section>
  );
}

async function logOut(everywhere: boolean) {
  const answer = await act(AdminLogOutDocument, { everywhere });
  if (answer.__typename !== 'AdminLogOutSuccess') return answer;
  location.replace(answer.providerLogOutUrl ?? '/admin/log-in');
  return null;
}
