import { useFormatter, useTranslations } from 'use-intl';
import { Form } from '../../../components/form.tsx';
import { SsoLink } from '../../../components/sso-choices.tsx';
import { useAct } from '../../data/use-act.ts';
import { AdminUnlinkSsoIdentityDocument } from '../../generated/operations.ts';
import type { Me } from './security.tsx';

type Account = NonNullable<Me['ssoIdentities']>[number];

type CompanyAccountsProps = { accounts: Account[]; choices: { label: string; startUrl: string }[] };

/** The accounts at the provider of the company. A log-in links a new one, by a mailed link. */
export function CompanyAccounts({ accounts, choices }: CompanyAccountsProps) {
  const t = useTranslations('security');
  if (accounts.length === 0 && choices.length === 0) return null;
  return (
    <section>
      <h2>{t('companyAccounts')}</h2>
      {accounts.length === 0 && <p>{t('noAccount')}</p>}
      <ul className="sessions">
        {accounts.map((account) => (
          <CompanyAccount key={account.id} {...account} />
        ))}
      </ul>
      {choices.map(({ label, startUrl }) => (
        <p key={startUrl}>
          <SsoLink proves className="second button" startUrl={startUrl} returnTo="/admin/security">
            {t('logInAgain', { label })}
          </SsoLink>
        </p>
      ))}
      {accounts.length > 0 && <p>{t('confirms')}</p>}
    </section>
  );
}

function CompanyAccount({ id, issuer, subject, email, lastLogInAt }: Account) {
  const t = useTranslations('security');
  const format = useFormatter();
  const act = useAct();
  const account = email ?? subject;
  const { host } = new URL(issuer);
  const day = lastLogInAt && format.dateTime(new Date(lastLogInAt), { dateStyle: 'medium' });
  return (
    <li>
      <p>
        <strong>{account}</strong>
        <br />
        {day ? t('accountUsed', { host, day }) : t('accountAt', { host })}
      </p>
      <details>
        <summary>{t('unlinkNamed', { account })}</summary>
        <p>{t('unlinks')}</p>
        <Form
          submit={t('unlink')}
          send={async () => {
            const answer = await act(AdminUnlinkSsoIdentityDocument, { id });
            return answer.__typename === 'AdminUnlinkSsoIdentitySuccess' ? null : answer;
          }}
        />
      </details>
    </li>
  );
}
