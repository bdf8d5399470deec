import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type AdminPasswordChangedProps = { installation: Portal; forgotPasswordUrl: string };

export function adminPasswordChanged(props: AdminPasswordChangedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminPasswordChanged {...props} />);
}

const subject = ({ installation }: AdminPasswordChangedProps): string =>
  textsOf(installation)('admins.changedSubject', { portal: installation.name });

export default function AdminPasswordChanged({ installation, forgotPasswordUrl }: AdminPasswordChangedProps) {
  const t = textsOf(installation);
  const portal = installation.name;
  return (
    <Layout portal={installation} heading={t('admins.changedHeading')} because={t('admins.because', { portal })}>
      <Paragraph>{t('admins.changed', { portal })}</Paragraph>
      <Paragraph>{t('admins.tellAndChoose')}</Paragraph>
      <Button href={forgotPasswordUrl} portal={installation}>
        {t('frame.forgot')}
      </Button>
    </Layout>
  );
}

AdminPasswordChanged.PreviewProps = {
  installation: previewInstallation,
  forgotPasswordUrl: 'https://accounts.acme.example/admin/forgot-password',
} satisfies AdminPasswordChangedProps;
