import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type ResetPasswordProps = { portal: Portal; resetUrl: string; expiresInHours: number; hasPassword: boolean };

export const resetPassword = renderOnce(
  (props: ResetPasswordProps) => renderEmail(wordsIn(props).subject, <ResetPassword {...props} />),
  ['resetUrl'],
);

const wordsIn = ({ portal, hasPassword }: ResetPasswordProps) =>
  wordsOf(hasPassword ? 'RESET_PASSWORD' : 'CREATE_PASSWORD', portal, {});

export default function ResetPassword(props: ResetPasswordProps) {
  const { portal, resetUrl, expiresInHours } = props;
  const t = textsOf(portal);
  const { title, body, button } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('password.because', { portal: portal.name })}>
      {body}
      <Button href={resetUrl} portal={portal}>
        {button}
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
