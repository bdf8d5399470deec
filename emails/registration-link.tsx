import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type RegistrationLinkProps = { portal: Portal; openUrl: string; expiresInHours: number };

/** It does not say the status: who reads the email may not be the person. */
export const registrationLink = renderOnce(
  (props: RegistrationLinkProps) => renderEmail(wordsIn(props).subject, <RegistrationLink {...props} />),
  ['openUrl'],
);

const wordsIn = ({ portal }: RegistrationLinkProps) => wordsOf('REGISTRATION_LINK', portal, {});

export default function RegistrationLink(props: RegistrationLinkProps) {
  const { portal, openUrl, expiresInHours } = props;
  const t = textsOf(portal);
  const { title, body, button } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('frame.entered', { portal: portal.name })}>
      {body}
      <Button href={openUrl} portal={portal}>
        {button}
      </Button>
      <Paragraph>{t('status.linkOnce', { time: lifetime(expiresInHours, portal.language) })}</Paragraph>
      <Paragraph>{t('status.linkNotYou')}</Paragraph>
    </Layout>
  );
}

RegistrationLink.PreviewProps = {
  portal: previewPortal,
  openUrl: 'https://developers.acme.example/open-registration?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 1,
} satisfies RegistrationLinkProps;
