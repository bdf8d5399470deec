import { Button } from './button.tsx';
import { InlineLink } from './inline-link.tsx';
import { Paragraph } from './paragraph.tsx';

type HowToLogInProps = {
  hasPassword: boolean;
  /** The label of the provider, if the person can log in with SSO only. */
  ssoLabel: string | null;
  logInUrl: string;
  forgotPasswordUrl: string;
};

/** Both URLs are plain pages that grant nothing. */
export function HowToLogIn({ hasPassword, ssoLabel, logInUrl, forgotPasswordUrl }: HowToLogInProps) {
  if (ssoLabel) {
    return (
      <>
        <Paragraph>You log in with SSO: choose “Log in with {ssoLabel}”.</Paragraph>
        <Button href={logInUrl}>Log in</Button>
      </>
    );
  }

  if (!hasPassword) {
    return (
      <>
        <Paragraph>You have no password yet. Create one through “Forgot password”:</Paragraph>
        <Button href={forgotPasswordUrl}>Create a password</Button>
        <Paragraph>
          Then you can log in at <PlainLink href={logInUrl} />
        </Paragraph>
      </>
    );
  }

  return (
    <>
      <Paragraph>You can log in immediately:</Paragraph>
      <Button href={logInUrl}>Log in</Button>
      <Paragraph>
        If you do not remember your password, use “Forgot password” at <PlainLink href={forgotPasswordUrl} />
      </Paragraph>
    </>
  );
}

const PlainLink = ({ href }: { href: string }) => <InlineLink href={href}>{href}</InlineLink>;
