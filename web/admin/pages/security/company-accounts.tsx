import { act } from '../../../api.ts';
import { Form } from '../../../components/form.tsx';
import { toProve } from '../../../components/sso-choices.tsx';
import { AdminUnlinkSsoIdentityDocument } from '../../generated/operations.ts';
import type { Me } from './security.tsx';

type CompanyAccountsProps = {
  accounts: NonNullable<Me['ssoIdentities']>;
  choices: { label: string; startUrl: string }[];
  onChanged: () => void;
};

const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

/** The accounts at the provider of the company. A log-in links a new one, by a mailed link. */
export function CompanyAccounts({ accounts, choices, onChanged }: CompanyAccountsProps) {
  if (accounts.length === 0 && choices.length === 0) return null;
  return (
    <section>
      <h2>Accounts of your company</h2>
      {accounts.length === 0 && <p>No account is linked. Log in with one, and we email you a link that links it.</p>}
      <ul className="sessions">
        {accounts.map(({ id, issuer, subject, email, lastLogInAt }) => (
          <li key={id}>
            <p>
              <strong>{email ?? subject}</strong>
              <br />
              at {new URL(issuer).host}
              {lastLogInAt && `, last used ${day.format(new Date(lastLogInAt))}`}
            </p>
            <details>
              <summary>Unlink {email ?? subject}</summary>
              <p>You can no longer log in here with it. Everyone who is logged in with it is logged out.</p>
              <Form
                submit="Unlink it"
                send={async () => {
                  const answer = await act(AdminUnlinkSsoIdentityDocument, { id });
                  if (answer.__typename !== 'AdminUnlinkSsoIdentitySuccess') return answer;
                  onChanged();
                  return null;
                }}
              />
            </details>
          </li>
        ))}
      </ul>
      {choices.map(({ label, startUrl }) => (
        <p key={startUrl}>
          <a className="second button" href={toProve(startUrl, '/admin/security')}>
            Log in with {label} again
          </a>
        </p>
      ))}
      {accounts.length > 0 && <p>A new log-in confirms your session for 10 minutes. Acts that open doors ask for that.</p>}
    </section>
  );
}
