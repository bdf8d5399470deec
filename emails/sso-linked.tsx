import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { accountInWords, type ProviderAccountProps } from './components/provider-account.tsx';
import { strong } from './components/strong.tsx';
import { greeting } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type SsoLinkedProps = { portal: Portal; fullName: string; account: ProviderAccountProps; accountUrl: string };

export function ssoLinked(props: SsoLinkedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <SsoLinked {...props} />);
}

function subject({ portal }: SsoLinkedProps): string {
  return textsOf(portal)('sso.linkedSubject', { portal: portal.name });
}

export default function SsoLinked({ portal, fullName, account, accountUrl }: SsoLinkedProps) {
  const t = textsOf(portal);
  const other = accountInWords({ portal, ...account });
  return (
    <Layout portal={portal} heading={t('sso.linkedHeading')} because={t('frame.account', { portal: portal.name })}>
      <Paragraph>{greeting(portal, fullName)}</Paragraph>
      <Paragraph>{t.rich('sso.linked', { strong, portal: portal.name, account: other })}</Paragraph>
      <Paragraph>{t('sso.linkedNotYou')}</Paragraph>
      <Button href={accountUrl} portal={portal}>
        {t('frame.yourAccount')}
      </Button>
      <Appeal portal={portal} />
    </Layout>
  );
}

SsoLinked.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  account: { label: 'Acme ID', host: 'id.acme.example', subject: 'u-1842' },
  accountUrl: 'https://developers.acme.example/account',
} satisfies SsoLinkedProps;
