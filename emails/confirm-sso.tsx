import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { ProviderAccount, type ProviderAccountProps } from './components/provider-account.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

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
  return `Confirm how you log in to ${portal.name}`;
}

export default function ConfirmSso({ portal, account, joins, confirmUrl, expiresInHours }: ConfirmSsoProps) {
  return (
    <Layout portal={portal} heading="Confirm how you log in" because={`someone logged in to ${portal.name} with this address`}>
      <Paragraph>
        Someone, hopefully you, logged in to {portal.name} with <ProviderAccount {...account} />. That account has this email
        address.{' '}
        {joins
          ? 'You already have an account here. If the other account is yours too, link it to this one:'
          : 'If it is yours, register with it here:'}
      </Paragraph>
      <Button href={confirmUrl}>Yes, it is mine</Button>
      <Paragraph>
        This link is valid for {lifetime(expiresInHours)}. After you confirm, log in with {account.label} again.
      </Paragraph>
      <Paragraph>
        If it was not you, ignore this email. The owner of that account can log in as you only if you confirm.
      </Paragraph>
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
