import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../api.ts';
import { AskedFor, NotMe } from '../components/asked-for.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { RecoveryCodes } from '../components/recovery-codes.tsx';
import { strong } from '../components/rich.tsx';
import { SetUpPasskey } from '../components/set-up-passkey.tsx';
import { SetUpTotp } from '../components/set-up-totp.tsx';
import {
  AddPasskeyDocument,
  AddTotpDocument,
  type PortalFragment,
  StartPasskeyDocument,
  StartTotpDocument,
} from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';

/** The page of the link that sets up the first second factor. */
export function SecondFactor({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const { mailed } = useMailedLink(AddTotpDocument, null);
  const [done, setDone] = useState<{ codes: string[]; email: string } | null>(null);
  const account = { href: pagePath(portal, 'account'), label: t('parts.yourAccount') };
  const setUp = (email: string | null) => (codes: string[] | null) => {
    history.replaceState(null, '', account.href);
    setDone({ codes: codes ?? [], email: email ?? '' });
  };
  if (done) {
    return (
      <Page title={t('changes.factorDone')} portal={portal}>
        <RecoveryCodes {...done} />
        <p>
          <a className="button" href={account.href}>
            {t('changes.stored')}
          </a>
        </p>
      </Page>
    );
  }
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="SECOND_FACTOR"
      next={account}
      used={{ title: t('changes.factorAlready'), next: account }}
    >
      {(link) => (
        <Page title={t('changes.factorTitle')} portal={portal}>
          <p>{t.rich('changes.factorAbout', { strong, email: link.email ?? '', portal: portal.name })}</p>
          <AskedFor link={link} />
          <SetUpTotp
            begin={() => act(StartTotpDocument, { portal: portal.slug, token: mailed.token })}
            add={(input) => act(AddTotpDocument, { portal: portal.slug, ...input })}
            onDone={setUp(link.email)}
          />
          <SetUpPasskey
            begin={() => act(StartPasskeyDocument, { portal: portal.slug, token: mailed.token })}
            add={(input) => act(AddPasskeyDocument, { portal: portal.slug, ...input })}
            onDone={setUp(link.email)}
          />
          <NotMe mailed={mailed} />
        </Page>
      )}
    </MailedPage>
  );
}
