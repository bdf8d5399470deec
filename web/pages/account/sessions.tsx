import { use } from 'react';
import { act } from '../../api.ts';
import { Form } from '../../components/form.tsx';
import {
  type FindAccountQuery,
  LogOutDocument,
  type PortalFragment,
  RevokeOtherSessionsDocument,
  RevokeSessionDocument,
} from '../../generated/operations.ts';
import { logInInWords } from '../../log-in-in-words.ts';
import { PersonHere } from '../../person-here.ts';

type Session = NonNullable<NonNullable<FindAccountQuery['me']>['sessions']>[number];

type Props = {
  portal: PortalFragment;
  sessions: Session[];
  onEnded: (id: string) => void;
  onOthersEnded: () => void;
};

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export function AccountSessions({ portal, sessions, onEnded, onOthersEnded }: Props) {
  const { leave } = use(PersonHere);
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
                  const answer = await act(RevokeSessionDocument, { portal: portal.slug, id });
                  // If the session has ended already, the aim is reached.
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
      <Form
        submit="Log out everywhere, also here"
        send={async () => {
          const answer = await act(LogOutDocument, { portal: portal.slug, everywhere: true });
          if (answer.__typename !== 'LogOutSuccess') return answer;
          leave(answer);
          return null;
        }}
      />
    </section>
  );
}
