import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { accountInWords, type ProviderAccountProps } from './components/provider-account.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

/** Contains no text of the person who asked, because the reader may be another person. */
export type ConfirmSsoProps = {
  portal: Portal;
  account: ProviderAccountProps;
  /** True if the link links to an existing account. False if it registers a new one. */
  joins: boolean;
  confirmUrl: string;
  expiresInHours: number;
};

/** The receiver is the owner of the email address that the provider sent. */
export function confirmSso(props: ConfirmSsoProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <ConfirmSso {...props} />);
}

const wordsIn = ({ portal, account, joins }: ConfirmSsoProps) =>
  wordsOf(joins ? 'CONFIRM_SSO_LINK' : 'CONFIRM_SSO_SIGN_UP', portal, { account: accountInWords({ portal, ...account }) });

export default function ConfirmSso(props: ConfirmSsoProps) {
  const { portal, account, confirmUrl, expiresInHours } = props;
  const t = textsOf(portal);
  const { title, body, button } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('sso.confirmBecause', { portal: portal.name })}>
      {body}
      <Button href={confirmUrl} portal={portal}>
        {button}
      </Button>
      <Paragraph>{t('sso.logInAgain', { time: lifetime(expiresInHours, portal.language), label: account.label })}</Paragraph>
      <Paragraph>{t('sso.confirmNotYou')}</Paragraph>
    </Layout>
  );
}

const registers = {
  portal: previewPortal,
  account: { label: 'Acme ID', host: 'id.acme.example', subject: 'u-1842' },
  joins: false,
  confirmUrl: 'https://developers.acme.example/confirm-sso?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 24,
} satisfies ConfirmSsoProps;

ConfirmSso.PreviewProps = registers;

export const previews = { Register: registers, Join: { ...registers, joins: true } } satisfies Record<string, ConfirmSsoProps>;
