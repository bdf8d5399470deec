import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { ProviderAccount, type ProviderAccountProps } from './components/provider-account.tsx';
import { greeting } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type SsoLinkedProps = { portal: Portal; fullName: string; account: ProviderAccountProps; accountUrl: string };

export function ssoLinked(props: SsoLinkedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <SsoLinked {...props} />);
}

function subject({ portal }: SsoLinkedProps): string {
  return `Another way to log in to ${portal.name}`;
}

export default function SsoLinked({ portal, fullName, account, accountUrl }: SsoLinkedProps) {
  return (
    <Layout portal={portal} heading="Another way to log in" because={`you have an account at ${portal.name}`}>
      <Paragraph>{greeting(fullName)}</Paragraph>
      <Paragraph>
        You can now also log in to your account at {portal.name} with <ProviderAccount {...account} />. If you linked it, you do
        not need to do anything.
      </Paragraph>
      <Paragraph>If it was not you, change your password, and unlink that account here:</Paragraph>
      <Button href={accountUrl}>Your account</Button>
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
