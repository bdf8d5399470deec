import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { namesOf } from './greeting.ts';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type SecondFactorLinkProps = {
  portal: Portal;
  fullName: string;
  setUpUrl: string;
  forgotPasswordUrl: string;
  expiresInHours: number;
};

export function secondFactorLink(props: SecondFactorLinkProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <SecondFactorLink {...props} />);
}

const wordsIn = ({ portal, fullName }: SecondFactorLinkProps) =>
  wordsOf('SECOND_FACTOR_LINK', portal, namesOf(portal, fullName));

export default function SecondFactorLink(props: SecondFactorLinkProps) {
  const { portal, setUpUrl, forgotPasswordUrl, expiresInHours } = props;
  const t = textsOf(portal);
  const { title, body, button } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('frame.account', { portal: portal.name })}>
      {body}
      <Button href={setUpUrl} portal={portal}>
        {button}
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
