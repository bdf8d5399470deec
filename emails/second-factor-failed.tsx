import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { namesOf } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type SecondFactorFailedProps = { portal: Portal; fullName: string; forgotPasswordUrl: string };

export function secondFactorFailed(props: SecondFactorFailedProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <SecondFactorFailed {...props} />);
}

const wordsIn = ({ portal, fullName }: SecondFactorFailedProps) =>
  wordsOf('SECOND_FACTOR_FAILED', portal, namesOf(portal, fullName));

export default function SecondFactorFailed(props: SecondFactorFailedProps) {
  const { portal, forgotPasswordUrl } = props;
  const t = textsOf(portal);
  const { title, body } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('frame.account', { portal: portal.name })}>
      {body}
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
