import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

/** Contains no text of the person who asked, because nobody has proved the email address yet. */
export type ConfirmEmailChangeProps = { portal: Portal; confirmUrl: string; expiresInHours: number };

export function confirmEmailChange(props: ConfirmEmailChangeProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <ConfirmEmailChange {...props} />);
}

const wordsIn = ({ portal }: ConfirmEmailChangeProps) => wordsOf('CONFIRM_EMAIL_CHANGE', portal, {});

export default function ConfirmEmailChange(props: ConfirmEmailChangeProps) {
  const { portal, confirmUrl, expiresInHours } = props;
  const t = textsOf(portal);
  const { title, body, button } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('address.confirmBecause', { portal: portal.name })}>
      {body}
      <Button href={confirmUrl} portal={portal}>
        {button}
      </Button>
      <Paragraph>{t('address.confirmOnce', { time: lifetime(expiresInHours, portal.language) })}</Paragraph>
      <Paragraph>{t('address.confirmNotYou')}</Paragraph>
    </Layout>
  );
}

ConfirmEmailChange.PreviewProps = {
  portal: previewPortal,
  confirmUrl: 'https://developers.acme.example/confirm-email?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 24,
} satisfies ConfirmEmailChangeProps;
