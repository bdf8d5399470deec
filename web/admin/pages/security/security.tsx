import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindAdminSecurityDocument, type FindAdminSecurityQuery } from '../../generated/operations.ts';
import { DeskPage } from '../../ui/desk-page.tsx';
import { inText } from '../../ui/in-text.tsx';
import { CompanyAccounts } from './company-accounts.tsx';
import { AdminFactors } from './factors.tsx';
import { AdminPassword } from './password.tsx';
import { AdminSessions } from './sessions.tsx';
import './security.css';

export type Me = NonNullable<FindAdminSecurityQuery['admin']>;

/** How an admin logs in, and where. */
export function AdminSecurity() {
  const t = useTranslations('security');
  const found = useFound(FindAdminSecurityDocument, {});
  return (
    <DeskPage title={t('title')}>
      <WhenFound found={found}>
        {({ admin, adminPasswordPolicy, adminLogInMethods }) =>
          admin && (
            <div className="security">
              <p>{t.rich('about', { ...inText, email: admin.email })}</p>
              <AdminFactors me={admin} onChanged={found.askAgain} />
              {adminPasswordPolicy && <AdminPassword email={admin.email} policy={adminPasswordPolicy} />}
              <CompanyAccounts accounts={admin.ssoIdentities ?? []} choices={adminLogInMethods?.ssoConnections ?? []} />
              <AdminSessions sessions={admin.sessions ?? []} />
            </div>
          )
        }
      </WhenFound>
    </DeskPage>
  );
}
