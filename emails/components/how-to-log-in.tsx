import type { Portal } from '../portal.ts';
import { textsOf } from '../texts.ts';
import { Button } from './button.tsx';
import { InlineLink } from './inline-link.tsx';
import { Paragraph } from './paragraph.tsx';

type HowToLogInProps = {
  portal: Portal;
  hasPassword: boolean;
  /** The label of the provider, if the person can log in with SSO only. */
  ssoLabel: string | null;
  logInUrl: string;
  forgotPasswordUrl: string;
};

/** Both URLs are plain pages that grant nothing. */
export function HowToLogIn({ portal, hasPassword, ssoLabel, logInUrl, forgotPasswordUrl }: HowToLogInProps) {
  const t = textsOf(portal);
  if (ssoLabel) {
    return (
      <>
        <Paragraph>{t('logIn.sso', { label: ssoLabel })}</Paragraph>
        <Button href={logInUrl} portal={portal}>
          {t('logIn.logIn')}
        </Button>
      </>
    );
  }

  if (!hasPassword) {
    return (
      <>
        <Paragraph>{t('logIn.noPassword')}</Paragraph>
        <Button href={forgotPasswordUrl} portal={portal}>
          {t('logIn.createPassword')}
        </Button>
        <Paragraph>{t.rich('logIn.thenAt', { url: logInUrl, link: () => <PlainLink href={logInUrl} /> })}</Paragraph>
      </>
    );
  }

  return (
    <>
      <Paragraph>{t('logIn.immediately')}</Paragraph>
      <Button href={logInUrl} portal={portal}>
        {t('logIn.logIn')}
      </Button>
      <Paragraph>
        {t.rich('logIn.forgotAt', { url: forgotPasswordUrl, link: () => <PlainLink href={forgotPasswordUrl} /> })}
      </Paragraph>
    </>
  );
}

const PlainLink = ({ href }: { href: string }) => <InlineLink href={href}>{href}</InlineLink>;
