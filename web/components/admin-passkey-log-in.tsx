import { act } from '../api.ts';
import { AdminLogInWithPasskeyDocument, AdminStartPasskeyLogInDocument } from '../generated/operations.ts';
import { PasskeyLogIn } from './passkey-log-in.tsx';

export function AdminPasskeyLogIn({ goOn }: { goOn: () => void }) {
  return (
    <PasskeyLogIn
      start={() => act(AdminStartPasskeyLogInDocument, { session: 'COOKIE' })}
      logIn={async (challenge, passkey) => {
        const answer = await act(AdminLogInWithPasskeyDocument, { challenge, passkey, session: 'COOKIE' });
        if (answer.__typename !== 'AdminLogInWithPasskeySuccess') return answer;
        goOn();
        return null;
      }}
    />
  );
}
