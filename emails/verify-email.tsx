import { Button } from './components/button.tsx';
import { Code } from './components/code.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

/** Contains no text of the person who signed up, because nobody has proved the email address yet. */
export type VerifyEmailProps = {
  portal: Portal;
  verifyUrl: string;
  /** In groups. Null if no request has the secret that the code needs. */
  code: string | null;
  expiresInHours: number;
  /** False at a portal without passwords. */
  takesPasswords: boolean;
};

export const verifyEmail = renderOnce(
  (props: VerifyEmailProps) => renderEmail(wordsIn(props).subject, <VerifyEmail {...props} />),
  ['verifyUrl', 'code'],
);

const wordsIn = ({ portal, takesPasswords }: VerifyEmailProps) => wordsOf('VERIFY_EMAIL', portal, {}, { takesPasswords });

export default function VerifyEmail(props: VerifyEmailProps) {
  const { portal, verifyUrl, code, expiresInHours } = props;
  const t = textsOf(portal);
  const { title, body, button } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('frame.entered', { portal: portal.name })}>
      {body}
      <Button href={verifyUrl} portal={portal}>
        {button}
      </Button>
      <Paragraph>{t('verification.validFor', { time: lifetime(expiresInHours, portal.language) })}</Paragraph>
      {code !== null && (
        <>
          <Paragraph>{t('verification.code')}</Paragraph>
          <Code code={code} />
        </>
      )}
      <Paragraph>{t(code === null ? 'verification.notYou' : 'verification.notYouWithCode')}</Paragraph>
    </Layout>
  );
}

VerifyEmail.PreviewProps = {
  portal: previewPortal,
  verifyUrl: 'https://developers.acme.example/verify-email?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  code: '123 456',
  expiresInHours: 24,
  takesPasswords: true,
} satisfies VerifyEmailProps;
