import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { accountInWords, type ProviderAccountProps } from './components/provider-account.tsx';
import { namesOf } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type SsoLinkedProps = { portal: Portal; fullName: string; account: ProviderAccountProps; accountUrl: string };

export function ssoLinked(props: SsoLinkedProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <SsoLinked {...props} />);
}

const wordsIn = ({ portal, fullName, account }: SsoLinkedProps) =>
  wordsOf('SSO_LINKED', portal, { ...namesOf(portal, fullName), account: accountInWords({ portal, ...account }) });

export default function SsoLinked(props: SsoLinkedProps) {
  const { portal, accountUrl } = props;
  const t = textsOf(portal);
  const { title, body } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('frame.account', { portal: portal.name })}>
      {body}
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
