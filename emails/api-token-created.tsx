import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { inUtc } from './moment.ts';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type ApiTokenCreatedProps = {
  installation: Portal;
  name: string;
  /** The first characters of the token. */
  prefix: string;
  expiresAt: Date;
  tokensUrl: string;
};

/** For the admin who made the token. */
export function apiTokenCreated(props: ApiTokenCreatedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <ApiTokenCreated {...props} />);
}

const subject = ({ installation, name }: ApiTokenCreatedProps): string =>
  textsOf(installation)('apiTokens.createdSubject', { portal: installation.name, name });

export default function ApiTokenCreated({ installation, name, prefix, expiresAt, tokensUrl }: ApiTokenCreatedProps) {
  const t = textsOf(installation);
  const because = t('admins.because', { portal: installation.name });
  const moment = inUtc(expiresAt, installation.language);
  return (
    <Layout portal={installation} heading={t('apiTokens.createdHeading')} because={because}>
      <Paragraph>{t('apiTokens.created', { name, prefix, moment })}</Paragraph>
      <Paragraph>{t('apiTokens.createdNotYou')}</Paragraph>
      <Button href={tokensUrl} portal={installation}>
        {t('apiTokens.all')}
      </Button>
    </Layout>
  );
}

ApiTokenCreated.PreviewProps = {
  installation: previewInstallation,
  name: 'Chat bot',
  prefix: 'gth_Ab3dEf6h',
  expiresAt: new Date('2027-11-24T08:30:00Z'),
  tokensUrl: 'https://accounts.acme.example/admin/tokens',
} satisfies ApiTokenCreatedProps;
