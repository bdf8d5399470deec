import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type AdminResetPasswordProps = { installation: Portal; resetUrl: string; expiresInHours: number };

export function adminResetPassword(props: AdminResetPasswordProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminResetPassword {...props} />);
}

function subject({ installation }: AdminResetPasswordProps): string {
  return `Reset your admin password for ${installation.name}`;
}

export default function AdminResetPassword({ installation, resetUrl, expiresInHours }: AdminResetPasswordProps) {
  return (
    <Layout
      portal={installation}
      heading="Reset your admin password"
      because={`someone asked for a new password for the admin of ${installation.name} with this address`}
    >
      <Paragraph>
        Someone, hopefully you, asked for a new password for your admin account at {installation.name}. Choose one here:
      </Paragraph>
      <Button href={resetUrl}>Reset password</Button>
      <Paragraph>
        This link is valid for {lifetime(expiresInHours)} and works once. You will be logged out everywhere as an admin.
        Accounts that you have at portals stay as they are.
      </Paragraph>
      <Paragraph>If it was not you, ignore this email. Your password stays as it is.</Paragraph>
    </Layout>
  );
}

AdminResetPassword.PreviewProps = {
  installation: previewInstallation,
  resetUrl: 'https://accounts.acme.example/admin/reset-password?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 1,
} satisfies AdminResetPasswordProps;
