import { act } from '../../api.ts';
import { PasskeyLogIn } from '../../components/passkey-log-in.tsx';
import { AdminLogInWithPasskeyDocument, AdminStartPasskeyLogInDocument } from '../generated/operations.ts';

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
