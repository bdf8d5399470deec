import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type AdminSecondFactorFailedProps = { installation: Portal; forgotPasswordUrl: string };

export function adminSecondFactorFailed(props: AdminSecondFactorFailedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminSecondFactorFailed {...props} />);
}

function subject({ installation }: AdminSecondFactorFailedProps): string {
  return `Somebody with your password failed the second factor: ${installation.name}`;
}

export default function AdminSecondFactorFailed({ installation, forgotPasswordUrl }: AdminSecondFactorFailedProps) {
  return (
    <Layout
      portal={installation}
      heading="Somebody with your password failed the second factor"
      because={`you are an admin of ${installation.name}`}
    >
      <Paragraph>
        Somebody logged in to your admin account with the right password, and then typed a wrong code many times. Nobody got in.
        For a while, new devices cannot log in. Devices that you logged in with before still can.
      </Paragraph>
      <Paragraph>
        If it was not you, somebody knows your password. Choose a new one at once. That also lets your new devices log in again:
      </Paragraph>
      <Button href={forgotPasswordUrl}>Forgot password</Button>
    </Layout>
  );
}

AdminSecondFactorFailed.PreviewProps = {
  installation: previewInstallation,
  forgotPasswordUrl: 'https://accounts.acme.example/admin/forgot-password',
} satisfies AdminSecondFactorFailedProps;
