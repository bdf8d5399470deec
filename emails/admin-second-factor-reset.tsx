import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type AdminSecondFactorResetProps = {
  installation: Portal;
  /** The email address of the admin who has no second factor any more. */
  email: string;
  /** The email address of the admin who reset it. Null if this admin was removed since. */
  resetBy: { admin: string | null } | 'OPERATOR';
  auditLogUrl: string;
};

export function adminSecondFactorReset(props: AdminSecondFactorResetProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminSecondFactorReset {...props} />);
}

const subject = ({ installation, email }: AdminSecondFactorResetProps): string =>
  textsOf(installation)('admins.resetFactorsSubject', { email, portal: installation.name });

export default function AdminSecondFactorReset(props: AdminSecondFactorResetProps) {
  const { installation, auditLogUrl } = props;
  const t = textsOf(installation);
  const because = t('admins.resetFactorsBecause', { portal: installation.name });
  return (
    <Layout portal={installation} heading={t('admins.resetFactorsHeading')} because={because}>
      <Paragraph>{whoDidIt(props)}</Paragraph>
      <Paragraph>{t('admins.passwordAlone')}</Paragraph>
      <Paragraph>{t('admins.askWhoever')}</Paragraph>
      <Button href={auditLogUrl} portal={installation}>
        {t('admins.auditLog')}
      </Button>
    </Layout>
  );
}

function whoDidIt({ installation, email, resetBy }: AdminSecondFactorResetProps): string {
  const t = textsOf(installation);
  if (resetBy === 'OPERATOR') return t('admins.resetFactorsByOperator', { email });
  const { admin } = resetBy;
  return admin === null ? t('admins.resetFactorsByRemoved', { email }) : t('admins.resetFactorsBy', { admin, email });
}

AdminSecondFactorReset.PreviewProps = {
  installation: previewInstallation,
  email: 'approver@acme.example',
  resetBy: { admin: 'owner@acme.example' },
  auditLogUrl: 'https://accounts.acme.example/admin/log',
} satisfies AdminSecondFactorResetProps;
