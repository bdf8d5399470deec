import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { LogInFacts, type LogInFactsProps, previewLogIn } from './components/log-in-facts.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type AdminNewDeviceProps = {
  installation: Portal;
  logIn: LogInFactsProps;
  forgotPasswordUrl: string;
  securityUrl: string;
};

export function adminNewDevice(props: AdminNewDeviceProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminNewDevice {...props} />);
}

const subject = ({ installation }: AdminNewDeviceProps): string =>
  textsOf(installation)('admins.newDeviceSubject', { portal: installation.name });

export default function AdminNewDevice({ installation, logIn, forgotPasswordUrl, securityUrl }: AdminNewDeviceProps) {
  const t = textsOf(installation);
  const portal = installation.name;
  return (
    <Layout portal={installation} heading={t('security.newDeviceHeading')} because={t('admins.because', { portal })}>
      <Paragraph>{t('admins.newDevice', { portal })}</Paragraph>
      <LogInFacts portal={installation} {...logIn} />
      <Paragraph>{t('security.nothingToDo')}</Paragraph>
      <Paragraph>{t('admins.newDeviceNotYou')}</Paragraph>
      <Button href={forgotPasswordUrl} portal={installation}>
        {t('frame.forgot')}
      </Button>
      <Paragraph>{t('admins.whereLoggedIn')}</Paragraph>
      <Button href={securityUrl} portal={installation}>
        {t('admins.sessions')}
      </Button>
      <Paragraph>{t('security.atMostOne')}</Paragraph>
    </Layout>
  );
}

AdminNewDevice.PreviewProps = {
  installation: previewInstallation,
  logIn: previewLogIn,
  forgotPasswordUrl: 'https://accounts.acme.example/admin/forgot-password',
  securityUrl: 'https://accounts.acme.example/admin/security',
} satisfies AdminNewDeviceProps;
