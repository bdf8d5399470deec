import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type AdminSecondFactorLinkProps = {
  installation: Portal;
  /** Whether nobody logs in without a second factor. */
  isRequired: boolean;
  setUpUrl: string;
  forgotPasswordUrl: string;
  expiresInHours: number;
};

export function adminSecondFactorLink(props: AdminSecondFactorLinkProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminSecondFactorLink {...props} />);
}

function subject({ installation }: AdminSecondFactorLinkProps): string {
  return `Set up a second factor for ${installation.name}`;
}

export default function AdminSecondFactorLink(props: AdminSecondFactorLinkProps) {
  const { installation, isRequired, setUpUrl, forgotPasswordUrl, expiresInHours } = props;
  return (
    <Layout portal={installation} heading="Set up a second factor" because={`you are an admin of ${installation.name}`}>
      <Paragraph>
        Someone, hopefully you, used your password to ask for a second factor for your admin account at {installation.name}.
        {isRequired && ' Admins need one to log in here.'} A second factor is an authenticator app or a passkey.
      </Paragraph>
      <Button href={setUpUrl}>Set up a second factor</Button>
      <Paragraph>
        This link is valid for {lifetime(expiresInHours)} and works once. Open it on a device that you trust.
      </Paragraph>
      <Paragraph>
        If it was not you, somebody knows your password. Do not open the link. Choose a new password at once:
      </Paragraph>
      <Button href={forgotPasswordUrl}>Forgot password</Button>
    </Layout>
  );
}

AdminSecondFactorLink.PreviewProps = {
  installation: previewInstallation,
  isRequired: false,
  setUpUrl: 'https://accounts.acme.example/admin/second-factor?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  forgotPasswordUrl: 'https://accounts.acme.example/admin/forgot-password',
  expiresInHours: 0.5,
} satisfies AdminSecondFactorLinkProps;
