import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

/** Contains no text of the person who asked, because nobody has proved the email address yet. */
export type ConfirmEmailChangeProps = { portal: Portal; confirmUrl: string; expiresInHours: number };

export function confirmEmailChange(props: ConfirmEmailChangeProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <ConfirmEmailChange {...props} />);
}

function subject({ portal }: ConfirmEmailChangeProps): string {
  return textsOf(portal)('address.confirmSubject', { portal: portal.name });
}

export default function ConfirmEmailChange({ portal, confirmUrl, expiresInHours }: ConfirmEmailChangeProps) {
  const t = textsOf(portal);
  return (
    <Layout
      portal={portal}
      heading={t('address.confirmHeading')}
      because={t('address.confirmBecause', { portal: portal.name })}
    >
      <Paragraph>{t('address.confirmAsked', { portal: portal.name })}</Paragraph>
      <Button href={confirmUrl} portal={portal}>
        {t('address.confirmButton')}
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
