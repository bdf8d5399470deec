import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { greeting } from './greeting.ts';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type SecondFactorLinkProps = {
  portal: Portal;
  fullName: string;
  setUpUrl: string;
  forgotPasswordUrl: string;
  expiresInHours: number;
};

export function secondFactorLink(props: SecondFactorLinkProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <SecondFactorLink {...props} />);
}

function subject({ portal }: SecondFactorLinkProps): string {
  return textsOf(portal)('security.factorSubject', { portal: portal.name });
}

export default function SecondFactorLink(props: SecondFactorLinkProps) {
  const { portal, fullName, setUpUrl, forgotPasswordUrl, expiresInHours } = props;
  const t = textsOf(portal);
  return (
    <Layout portal={portal} heading={t('security.factorHeading')} because={t('frame.account', { portal: portal.name })}>
      <Paragraph>{greeting(portal, fullName)}</Paragraph>
      <Paragraph>{t('security.factorAsked', { portal: portal.name })}</Paragraph>
      <Button href={setUpUrl} portal={portal}>
        {t('security.factorHeading')}
      </Button>
      <Paragraph>{t('security.factorOnce', { time: lifetime(expiresInHours, portal.language) })}</Paragraph>
      <Paragraph>{t('security.factorNotYou')}</Paragraph>
      <Button href={forgotPasswordUrl} portal={portal}>
        {t('frame.forgot')}
      </Button>
    </Layout>
  );
}

SecondFactorLink.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  setUpUrl: 'https://developers.acme.example/second-factor?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
  expiresInHours: 0.5,
} satisfies SecondFactorLinkProps;
