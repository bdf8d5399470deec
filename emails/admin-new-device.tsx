import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { LogInFacts, type LogInFactsProps, previewLogIn } from './components/log-in-facts.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type AdminNewDeviceProps = {
  installation: Portal;
  logIn: LogInFactsProps;
  forgotPasswordUrl: string;
  securityUrl: string;
};

export function adminNewDevice(props: AdminNewDeviceProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminNewDevice {...props} />);
}

function subject({ installation }: AdminNewDeviceProps): string {
  return `New log-in to your admin account at ${installation.name}`;
}

export default function AdminNewDevice({ installation, logIn, forgotPasswordUrl, securityUrl }: AdminNewDeviceProps) {
  return (
    <Layout portal={installation} heading="A log-in from a new device" because={`you are an admin of ${installation.name}`}>
      <Paragraph>Somebody logged in to your admin account at {installation.name} from a device that we do not know.</Paragraph>
      <LogInFacts portal={installation} {...logIn} />
      <Paragraph>If it was you, you do not need to do anything.</Paragraph>
      <Paragraph>
        If it was not you, tell the people who run this installation, and choose a new password at once, through “Forgot
        password”. That also logs out all devices:
      </Paragraph>
      <Button href={forgotPasswordUrl}>Forgot password</Button>
      <Paragraph>This page shows where you are logged in:</Paragraph>
      <Button href={securityUrl}>Your sessions</Button>
      <Paragraph>You get at most one such email an hour.</Paragraph>
    </Layout>
  );
}

AdminNewDevice.PreviewProps = {
  installation: previewInstallation,
  logIn: previewLogIn,
  forgotPasswordUrl: 'https://accounts.acme.example/admin/forgot-password',
  securityUrl: 'https://accounts.acme.example/admin/security',
} satisfies AdminNewDeviceProps;
