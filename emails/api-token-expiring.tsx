import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { inUtc } from './moment.ts';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type ApiTokenExpiringProps = {
  installation: Portal;
  name: string;
  /** The first characters of the token. */
  prefix: string;
  expiresAt: Date;
  tokensUrl: string;
};

/** For the admin who made the token. */
export function apiTokenExpiring(props: ApiTokenExpiringProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <ApiTokenExpiring {...props} />);
}

const subject = ({ installation, name }: ApiTokenExpiringProps): string =>
  textsOf(installation)('apiTokens.expiringSubject', { portal: installation.name, name });

export default function ApiTokenExpiring({ installation, name, prefix, expiresAt, tokensUrl }: ApiTokenExpiringProps) {
  const t = textsOf(installation);
  const because = t('admins.because', { portal: installation.name });
  const moment = inUtc(expiresAt, installation.language);
  return (
    <Layout portal={installation} heading={t('apiTokens.expiringHeading')} because={because}>
      <Paragraph>{t('apiTokens.expiring', { name, prefix, moment })}</Paragraph>
      <Paragraph>{t('apiTokens.needed')}</Paragraph>
      <Button href={tokensUrl} portal={installation}>
        {t('apiTokens.all')}
      </Button>
    </Layout>
  );
}

ApiTokenExpiring.PreviewProps = {
  installation: previewInstallation,
  name: 'Chat bot',
  prefix: 'gth_Ab3dEf6h',
  expiresAt: new Date('2027-11-24T08:30:00Z'),
  tokensUrl: 'https://accounts.acme.example/admin/tokens',
} satisfies ApiTokenExpiringProps;
