import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { greeting } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type SecondFactorFailedProps = { portal: Portal; fullName: string; forgotPasswordUrl: string };

export function secondFactorFailed(props: SecondFactorFailedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <SecondFactorFailed {...props} />);
}

function subject({ portal }: SecondFactorFailedProps): string {
  return textsOf(portal)('security.failedSubject', { portal: portal.name });
}

export default function SecondFactorFailed({ portal, fullName, forgotPasswordUrl }: SecondFactorFailedProps) {
  const t = textsOf(portal);
  return (
    <Layout portal={portal} heading={t('security.failedHeading')} because={t('frame.account', { portal: portal.name })}>
      <Paragraph>{greeting(portal, fullName)}</Paragraph>
      <Paragraph>{t('security.failed')}</Paragraph>
      <Paragraph>{t('security.knowsPassword')}</Paragraph>
      <Button href={forgotPasswordUrl} portal={portal}>
        {t('frame.forgot')}
      </Button>
      <Appeal portal={portal} />
    </Layout>
  );
}

SecondFactorFailed.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
} satisfies SecondFactorFailedProps;
