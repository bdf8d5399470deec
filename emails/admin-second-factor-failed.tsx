import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type AdminSecondFactorFailedProps = { installation: Portal; forgotPasswordUrl: string };

export function adminSecondFactorFailed(props: AdminSecondFactorFailedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminSecondFactorFailed {...props} />);
}

const subject = ({ installation }: AdminSecondFactorFailedProps): string =>
  textsOf(installation)('security.failedSubject', { portal: installation.name });

export default function AdminSecondFactorFailed({ installation, forgotPasswordUrl }: AdminSecondFactorFailedProps) {
  const t = textsOf(installation);
  const because = t('admins.because', { portal: installation.name });
  return (
    <Layout portal={installation} heading={t('security.failedHeading')} because={because}>
      <Paragraph>{t('admins.failed')}</Paragraph>
      <Paragraph>{t('admins.knowsPassword')}</Paragraph>
      <Button href={forgotPasswordUrl} portal={installation}>
        {t('frame.forgot')}
      </Button>
    </Layout>
  );
}

AdminSecondFactorFailed.PreviewProps = {
  installation: previewInstallation,
  forgotPasswordUrl: 'https://accounts.acme.example/admin/forgot-password',
} satisfies AdminSecondFactorFailedProps;
