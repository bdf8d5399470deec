import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../api.ts';
import { type LinkedAccountFragment, UnlinkSsoIdentityByLinkDocument } from '../generated/operations.ts';
import { Form } from './form.tsx';

type UnlinkAccountsProps = { accounts: LinkedAccountFragment[]; token: string };

/** Each account can be unlinked with the token of the mailed link. */
export function UnlinkAccounts({ accounts, token }: UnlinkAccountsProps) {
  const t = useTranslations('changes');
  const [left, setLeft] = useState(accounts);
  if (accounts.length === 0) return null;
  return (
    <section>
      <h2>{t('linkedAccounts')}</h2>
      <p>{t(left.length === 0 ? 'allUnlinked' : 'othersToo')}</p>
      <ul className="sessions">
        {left.map(({ id, email, subject, issuer, label }) => (
          <li key={id}>
            <p>
              <strong>{email ?? subject}</strong>
              <br />
              {t('atProvider', { provider: label ?? issuer })}
            </p>
            <Form
              submit={t('unlinkOne', { account: email ?? subject })}
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
