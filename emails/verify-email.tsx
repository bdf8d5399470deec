import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';

/** Contains no text of the person who signed up, because nobody has proved the email address yet. */
export type VerifyEmailProps = {
  portal: Portal;
  verifyUrl: string;
  expiresInHours: number;
  /** False at a portal without passwords. */
  takesPasswords: boolean;
};

export const verifyEmail = renderOnce(
  (props: VerifyEmailProps) => renderEmail(subject(props), <VerifyEmail {...props} />),
  'verifyUrl',
);

function subject({ portal }: VerifyEmailProps): string {
  return `Verify your email address for ${portal.name}`;
}

export default function VerifyEmail({ portal, verifyUrl, expiresInHours, takesPasswords }: VerifyEmailProps) {
  return (
    <Layout portal={portal} heading="Verify your email address" because={`this address was entered at ${portal.name}`}>
      <Paragraph>
        Someone, hopefully you, asked for an account at {portal.name} with this email address. To go on, verify the address
        {takesPasswords && ', then choose a password'}:
      </Paragraph>
      <Button href={verifyUrl}>Verify email address</Button>
      <Paragraph>This link is valid for {lifetime(expiresInHours)}.</Paragraph>
      <Paragraph>If it was not you, ignore this email. Without the link, no account is made.</Paragraph>
    </Layout>
  );
}

VerifyEmail.PreviewProps = {
  portal: previewPortal,
  verifyUrl: 'https://developers.acme.example/verify-email?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 24,
  takesPasswords: true,
} satisfies VerifyEmailProps;
