import { useState } from 'react';
import { act } from '../api.ts';
import { type LinkedAccountFragment, UnlinkSsoIdentityByLinkDocument } from '../generated/operations.ts';
import { Form } from './form.tsx';

type UnlinkAccountsProps = { accounts: LinkedAccountFragment[]; token: string };

/** Each account can be unlinked with the token of the mailed link. */
export function UnlinkAccounts({ accounts, token }: UnlinkAccountsProps) {
  const [left, setLeft] = useState(accounts);
  if (accounts.length === 0) return null;
  return (
    <section>
      <h2>Linked accounts</h2>
      <p>
        {left.length === 0
          ? 'All accounts are unlinked. Nobody can log in with them any more.'
          : 'People can also log in to your account with these accounts, without your password. If one of them is not yours, unlink it.'}
      </p>
      <ul className="sessions">
        {left.map(({ id, email, subject, issuer, label }) => (
          <li key={id}>
            <p>
              <strong>{email ?? subject}</strong>
              <br />
              at {label ?? issuer}
            </p>
            <Form
              submit={`Unlink ${email ?? subject}`}
              send={async () => {
                const answer = await act(UnlinkSsoIdentityByLinkDocument, { token, id });
                if (answer.__typename !== 'UnlinkSsoIdentityByLinkSuccess') return answer;
                setLeft(answer.ssoIdentities);
                return null;
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
