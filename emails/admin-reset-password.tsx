import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type AdminResetPasswordProps = { installation: Portal; resetUrl: string; expiresInHours: number };

export function adminResetPassword(props: AdminResetPasswordProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminResetPassword {...props} />);
}

const subject = ({ installation }: AdminResetPasswordProps): string =>
  textsOf(installation)('admins.resetSubject', { portal: installation.name });

export default function AdminResetPassword({ installation, resetUrl, expiresInHours }: AdminResetPasswordProps) {
  const t = textsOf(installation);
  const portal = installation.name;
  const time = lifetime(expiresInHours, installation.language);
  return (
    <Layout portal={installation} heading={t('admins.resetHeading')} because={t('admins.resetBecause', { portal })}>
      <Paragraph>{t('admins.resetAsked', { portal })}</Paragraph>
      <Button href={resetUrl} portal={installation}>
        {t('password.resetButton')}
      </Button>
      <Paragraph>{t('admins.resetOnce', { time })}</Paragraph>
      <Paragraph>{t('password.notYou')}</Paragraph>
    </Layout>
  );
}

AdminResetPassword.PreviewProps = {
  installation: previewInstallation,
  resetUrl: 'https://accounts.acme.example/admin/reset-password?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 1,
} satisfies AdminResetPasswordProps;
