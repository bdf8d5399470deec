import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';
import { textsOf } from './texts.ts';

export type ResetPasswordProps = { portal: Portal; resetUrl: string; expiresInHours: number; hasPassword: boolean };

export const resetPassword = renderOnce(
  (props: ResetPasswordProps) => renderEmail(subject(props), <ResetPassword {...props} />),
  ['resetUrl'],
);

function subject({ portal, hasPassword }: ResetPasswordProps): string {
  return textsOf(portal)(hasPassword ? 'password.resetSubject' : 'password.createSubject', { portal: portal.name });
}

export default function ResetPassword({ portal, resetUrl, expiresInHours, hasPassword }: ResetPasswordProps) {
  const t = textsOf(portal);
  return (
    <Layout
      portal={portal}
      heading={t(hasPassword ? 'password.resetHeading' : 'password.createHeading')}
      because={t('password.because', { portal: portal.name })}
    >
      <Paragraph>{t('password.asked', { portal: portal.name })}</Paragraph>
      <Button href={resetUrl} portal={portal}>
        {t(hasPassword ? 'password.resetButton' : 'password.createButton')}
      </Button>
      <Paragraph>{t('password.worksOnce', { time: lifetime(expiresInHours, portal.language) })}</Paragraph>
      <Paragraph>{t('password.notYou')}</Paragraph>
    </Layout>
  );
}

ResetPassword.PreviewProps = {
  portal: previewPortal,
  resetUrl: 'https://developers.acme.example/reset-password?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 1,
  hasPassword: true,
} satisfies ResetPasswordProps;
