import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type SecondFactorChange = 'ADDED' | 'REMOVED' | 'CODES_RENEWED' | 'CODE_USED' | 'RESET';

export type AdminSecondFactorChangedProps = {
  installation: Portal;
  change: SecondFactorChange;
  forgotPasswordUrl: string;
};

export function adminSecondFactorChanged(props: AdminSecondFactorChangedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminSecondFactorChanged {...props} />);
}

const headingOf = ({ installation, change }: AdminSecondFactorChangedProps): string =>
  textsOf(installation)(`security.headings.${change}`);

const subject = (props: AdminSecondFactorChangedProps): string =>
  textsOf(props.installation)('security.changedSubject', { heading: headingOf(props), portal: props.installation.name });

export default function AdminSecondFactorChanged(props: AdminSecondFactorChangedProps) {
  const { installation, change, forgotPasswordUrl } = props;
  const t = textsOf(installation);
  const portal = installation.name;
  return (
    <Layout portal={installation} heading={headingOf(props)} because={t('admins.because', { portal })}>
      <Paragraph>{t(`admins.facts.${change}`)}</Paragraph>
      <Paragraph>{t('security.youOrAsked')}</Paragraph>
      <Paragraph>{t('admins.tellAndChoose')}</Paragraph>
      <Button href={forgotPasswordUrl} portal={installation}>
        {t('frame.forgot')}
      </Button>
    </Layout>
  );
}

AdminSecondFactorChanged.PreviewProps = {
  installation: previewInstallation,
  change: 'ADDED',
  forgotPasswordUrl: 'https://accounts.acme.example/admin/forgot-password',
} satisfies AdminSecondFactorChangedProps;

/** For the gallery. */
export const previews: Record<string, AdminSecondFactorChangedProps> = {
  'Set up': AdminSecondFactorChanged.PreviewProps,
  Removed: { ...AdminSecondFactorChanged.PreviewProps, change: 'REMOVED' },
  'New recovery codes': { ...AdminSecondFactorChanged.PreviewProps, change: 'CODES_RENEWED' },
  'Recovery code used': { ...AdminSecondFactorChanged.PreviewProps, change: 'CODE_USED' },
  Reset: { ...AdminSecondFactorChanged.PreviewProps, change: 'RESET' },
};
