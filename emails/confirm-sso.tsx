import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { accountInWords, type ProviderAccountProps } from './components/provider-account.tsx';
import { strong } from './components/strong.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

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
  return renderEmail(subject(props), <ConfirmSso {...props} />);
}

function subject({ portal }: ConfirmSsoProps): string {
  return textsOf(portal)('sso.confirmSubject', { portal: portal.name });
}

export default function ConfirmSso({ portal, account, joins, confirmUrl, expiresInHours }: ConfirmSsoProps) {
  const t = textsOf(portal);
  const other = accountInWords({ portal, ...account });
  return (
    <Layout portal={portal} heading={t('sso.confirmHeading')} because={t('sso.confirmBecause', { portal: portal.name })}>
      <Paragraph>{t.rich(joins ? 'sso.joins' : 'sso.registers', { strong, portal: portal.name, account: other })}</Paragraph>
      <Button href={confirmUrl} portal={portal}>
        {t('sso.mine')}
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
