import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { ProviderAccount, type ProviderAccountProps } from './components/provider-account.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

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

function subject({ installation }: AdminConfirmSsoProps): string {
  return `Confirm how you log in as an admin of ${installation.name}`;
}

export default function AdminConfirmSso({ installation, account, confirmUrl, expiresInHours }: AdminConfirmSsoProps) {
  return (
    <Layout
      portal={installation}
      heading="Confirm how you log in as an admin"
      because={`someone logged in to ${installation.name} with an account that has this address`}
    >
      <Paragraph>
        Someone, hopefully you, tried to log in as an admin of {installation.name} with{' '}
        <ProviderAccount {...account} portal={installation} />. That account has this email address, but it is not linked to
        your admin account yet. If it is yours, link it:
      </Paragraph>
      <Button href={confirmUrl}>Yes, it is mine</Button>
      <Paragraph>
        This link is valid for {lifetime(expiresInHours)} and works once. After you confirm, log in with {account.label} again.
      </Paragraph>
      <Paragraph>
        If it was not you, ignore this email. The owner of that account can log in as you only if you confirm.
      </Paragraph>
    </Layout>
  );
}

AdminConfirmSso.PreviewProps = {
  installation: previewInstallation,
  account: { label: 'Acme ID', host: 'id.acme.example', subject: 'u-1842' },
  confirmUrl: 'https://accounts.acme.example/admin/confirm-sso?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 1,
} satisfies AdminConfirmSsoProps;
