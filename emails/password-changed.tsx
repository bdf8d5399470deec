import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { greeting } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type PasswordChangedProps = { portal: Portal; fullName: string; forgotPasswordUrl: string };

/** To a person whose password was changed: a notice, and what to do if somebody else did it. */
export function passwordChanged(props: PasswordChangedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <PasswordChanged {...props} />);
}

function subject({ portal }: PasswordChangedProps): string {
  return `Your password for ${portal.name} was changed`;
}

export default function PasswordChanged({ portal, fullName, forgotPasswordUrl }: PasswordChangedProps) {
  return (
    <Layout portal={portal} heading="Your password was changed" because={`you have an account at ${portal.name}`}>
      <Paragraph>{greeting(fullName)}</Paragraph>
      <Paragraph>The password of your account at {portal.name} was changed. If it was you, there is nothing to do.</Paragraph>
      <Paragraph>If it was not you, choose a new password at once, through “Forgot password”:</Paragraph>
      <Button href={forgotPasswordUrl}>Forgot password</Button>
      <Appeal portal={portal} />
    </Layout>
  );
}

PasswordChanged.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
} satisfies PasswordChangedProps;
