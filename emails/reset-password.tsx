import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';

export type ResetPasswordProps = { portal: Portal; resetUrl: string; expiresInHours: number; hasPassword: boolean };

export const resetPassword = renderOnce(
  (props: ResetPasswordProps) => renderEmail(subject(props), <ResetPassword {...props} />),
  'resetUrl',
);

function subject({ portal, hasPassword }: ResetPasswordProps): string {
  return `${hasPassword ? 'Reset' : 'Create'} your password for ${portal.name}`;
}

export default function ResetPassword({ portal, resetUrl, expiresInHours, hasPassword }: ResetPasswordProps) {
  const verb = hasPassword ? 'Reset' : 'Create';
  return (
    <Layout
      portal={portal}
      heading={`${verb} your password`}
      because={`someone asked for a new password for this address at ${portal.name}`}
    >
      <Paragraph>
        Someone, hopefully you, asked for a new password for your account at {portal.name}. Choose one here:
      </Paragraph>
      <Button href={resetUrl}>{`${verb} password`}</Button>
      <Paragraph>
        This link is valid for {lifetime(expiresInHours)} and works once. You will be logged out everywhere.
      </Paragraph>
      <Paragraph>If it was not you, ignore this email. Your password stays as it is.</Paragraph>
    </Layout>
  );
}

ResetPassword.PreviewProps = {
  portal: previewPortal,
  resetUrl: 'https://developers.acme.example/reset-password?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 1,
  hasPassword: true,
} satisfies ResetPasswordProps;
