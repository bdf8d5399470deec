import { Button } from './components/button.tsx';
import { Code } from './components/code.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';
import { textsOf } from './texts.ts';

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
  (props: VerifyEmailProps) => renderEmail(subject(props), <VerifyEmail {...props} />),
  ['verifyUrl', 'code'],
);

function subject({ portal }: VerifyEmailProps): string {
  return textsOf(portal)('verification.subject', { portal: portal.name });
}

export default function VerifyEmail({ portal, verifyUrl, code, expiresInHours, takesPasswords }: VerifyEmailProps) {
  const t = textsOf(portal);
  return (
    <Layout portal={portal} heading={t('verification.heading')} because={t('frame.entered', { portal: portal.name })}>
      <Paragraph>
        {t(takesPasswords ? 'verification.askedWithPassword' : 'verification.asked', { portal: portal.name })}
      </Paragraph>
      <Button href={verifyUrl} portal={portal}>
        {t('verification.button')}
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
