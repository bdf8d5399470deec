import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { AskedFor, NotMe } from '../../components/asked-for.tsx';
import { MailedPage } from '../../components/mailed-page.tsx';
import { Page } from '../../components/page.tsx';
import { RecoveryCodes } from '../../components/recovery-codes.tsx';
import { SetUpPasskey } from '../../components/set-up-passkey.tsx';
import { SetUpTotp } from '../../components/set-up-totp.tsx';
import { useMailedLink } from '../../use-mailed-link.ts';
import {
  AdminAddPasskeyDocument,
  AdminAddTotpDocument,
  AdminStartPasskeyDocument,
  AdminStartTotpDocument,
} from '../generated/operations.ts';
import { inText } from '../ui/in-text.tsx';

const SECURITY = '/admin/security';

/** The page of the link that sets up the first second factor of an admin. */
export function AdminSecondFactor() {
  const t = useTranslations('entrance');
  const { mailed } = useMailedLink(AdminAddTotpDocument, null);
  const [done, setDone] = useState<{ codes: string[]; email: string } | null>(null);
  const setUp = (email: string | null) => (codes: string[] | null) => {
    history.replaceState(null, '', SECURITY);
    setDone({ codes: codes ?? [], email: email ?? '' });
  };
  if (done) return <Done {...done} />;
  return (
    <MailedPage
      portal={null}
      mailed={mailed}
      kind="ADMIN_SECOND_FACTOR"
      next={{ href: SECURITY, label: t('askNew') }}
      used={{ title: t('setUpUsed'), next: { href: SECURITY, label: t('yourFactors') } }}
    >
      {(link) => (
        <Page title={t('setUpTitle')} portal={null}>
          <p>{t.rich('setUpAbout', { ...inText, email: link.email ?? '' })}</p>
          <AskedFor link={link} />
          <SetUpTotp
            begin={() => act(AdminStartTotpDocument, { token: mailed.token })}
            add={(input) => act(AdminAddTotpDocument, input)}
            onDone={setUp(link.email)}
          />
          <SetUpPasskey
            begin={() => act(AdminStartPasskeyDocument, { token: mailed.token })}
            add={(input) => act(AdminAddPasskeyDocument, input)}
            onDone={setUp(link.email)}
          />
          <NotMe mailed={mailed} />
        </Page>
      )}
    </MailedPage>
  );
}

function Done({ codes, email }: { codes: string[]; email: string }) {
  const t = useTranslations('entrance');
  return (
    <Page title={t('setUpDone')} portal={null}>
      <RecoveryCodes codes={codes} email={email} />
      <p>
        <a className="button" href={SECURITY}>
          {t('stored')}
        </a>
      </p>
    </Page>
  );
}
