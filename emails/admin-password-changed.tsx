import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type AdminPasswordChangedProps = { installation: Portal; forgotPasswordUrl: string };

export function adminPasswordChanged(props: AdminPasswordChangedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminPasswordChanged {...props} />);
}

function subject({ installation }: AdminPasswordChangedProps): string {
  return `Your admin password for ${installation.name} was changed`;
}

export default function AdminPasswordChanged({ installation, forgotPasswordUrl }: AdminPasswordChangedProps) {
  return (
    <Layout
      portal={installation}
      heading="Your admin password was changed"
      because={`you are an admin of ${installation.name}`}
    >
      <Paragraph>
        The password of your admin account at {installation.name} was changed. If it was you, there is nothing to do.
      </Paragraph>
      <Paragraph>
        If it was not you, tell whoever runs this installation, and choose a new password at once, through “Forgot password”:
      </Paragraph>
      <Button href={forgotPasswordUrl}>Forgot password</Button>
    </Layout>
  );
}

AdminPasswordChanged.PreviewProps = {
  installation: previewInstallation,
  forgotPasswordUrl: 'https://accounts.acme.example/admin/forgot-password',
} satisfies AdminPasswordChangedProps;
