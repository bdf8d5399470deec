import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { accountInWords, type ProviderAccountProps } from './components/provider-account.tsx';
import { strong } from './components/strong.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

/** Contains no text of the person who asked, because the reader may be another person. */
export type AdminConfirmSsoProps = {
  installation: Portal;
  account: ProviderAccountProps;
  confirmUrl: string;
  expiresInHours: number;
};

export function adminConfirmSso(props: AdminConfirmSsoProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminConfirmSso {...props} />);
}

const subject = ({ installation }: AdminConfirmSsoProps): string =>
  textsOf(installation)('admins.ssoSubject', { portal: installation.name });

export default function AdminConfirmSso({ installation, account, confirmUrl, expiresInHours }: AdminConfirmSsoProps) {
  const t = textsOf(installation);
  const portal = installation.name;
  const time = lifetime(expiresInHours, installation.language);
  return (
    <Layout portal={installation} heading={t('admins.ssoHeading')} because={t('admins.ssoBecause', { portal })}>
      <Paragraph>
        {t.rich('admins.ssoAsked', { portal, account: accountInWords({ portal: installation, ...account }), strong })}
      </Paragraph>
      <Button href={confirmUrl} portal={installation}>
        {t('sso.mine')}
      </Button>
      <Paragraph>{t('admins.ssoOnce', { time, label: account.label })}</Paragraph>
      <Paragraph>{t('sso.confirmNotYou')}</Paragraph>
    </Layout>
  );
}

AdminConfirmSso.PreviewProps = {
  installation: previewInstallation,
  account: { label: 'Acme ID', host: 'id.acme.example', subject: 'u-1842' },
  confirmUrl: 'https://accounts.acme.example/admin/confirm-sso?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 1,
} satisfies AdminConfirmSsoProps;
