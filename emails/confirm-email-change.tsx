import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

/** Contains no text of the person who asked, because nobody has proved the email address yet. */
export type ConfirmEmailChangeProps = { portal: Portal; confirmUrl: string; expiresInHours: number };

export function confirmEmailChange(props: ConfirmEmailChangeProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <ConfirmEmailChange {...props} />);
}

function subject({ portal }: ConfirmEmailChangeProps): string {
  return `Confirm your new email address for ${portal.name}`;
}

export default function ConfirmEmailChange({ portal, confirmUrl, expiresInHours }: ConfirmEmailChangeProps) {
  return (
    <Layout
      portal={portal}
      heading="Confirm your new email address"
      because={`this address was entered for an account at ${portal.name}`}
    >
      <Paragraph>
        Someone, hopefully you, wants to change the email address of an account at {portal.name} to this one. To change it,
        confirm this email address:
      </Paragraph>
      <Button href={confirmUrl}>Confirm email address</Button>
      <Paragraph>
        This link is valid for {lifetime(expiresInHours)} and works once. After that, the account has this email address.
      </Paragraph>
      <Paragraph>If it was not you, ignore this email. Without the link, nothing changes.</Paragraph>
    </Layout>
  );
}

ConfirmEmailChange.PreviewProps = {
  portal: previewPortal,
  confirmUrl: 'https://developers.acme.example/confirm-email?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 24,
} satisfies ConfirmEmailChangeProps;
