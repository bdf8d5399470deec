import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

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

const subject = ({ installation }: AdminSecondFactorLinkProps): string =>
  textsOf(installation)('security.factorSubject', { portal: installation.name });

export default function AdminSecondFactorLink(props: AdminSecondFactorLinkProps) {
  const { installation, isRequired, setUpUrl, forgotPasswordUrl, expiresInHours } = props;
  const t = textsOf(installation);
  const portal = installation.name;
  const time = lifetime(expiresInHours, installation.language);
  return (
    <Layout portal={installation} heading={t('security.factorHeading')} because={t('admins.because', { portal })}>
      <Paragraph>{t(isRequired ? 'admins.factorAskedRequired' : 'admins.factorAsked', { portal })}</Paragraph>
      <Button href={setUpUrl} portal={installation}>
        {t('security.factorHeading')}
      </Button>
      <Paragraph>{t('admins.factorOnce', { time })}</Paragraph>
      <Paragraph>{t('admins.factorNotYou')}</Paragraph>
      <Button href={forgotPasswordUrl} portal={installation}>
        {t('frame.forgot')}
      </Button>
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
