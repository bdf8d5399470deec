import { Button } from './components/button.tsx';
import { ContactLink } from './components/contact-link.tsx';
import { Layout } from './components/layout.tsx';
import { LogInFacts, type LogInFactsProps, previewLogIn } from './components/log-in-facts.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { greeting } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type NewDeviceProps = {
  portal: Portal;
  fullName: string;
  logIn: LogInFactsProps;
  accountUrl: string;
  /** Null if the account has no password. */
  forgotPasswordUrl: string | null;
};

export function newDevice(props: NewDeviceProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <NewDevice {...props} />);
}

function subject({ portal }: NewDeviceProps): string {
  return `New log-in to your account at ${portal.name}`;
}

export default function NewDevice({ portal, fullName, logIn, accountUrl, forgotPasswordUrl }: NewDeviceProps) {
  return (
    <Layout portal={portal} heading="A log-in from a new device" because={`you have an account at ${portal.name}`}>
      <Paragraph>{greeting(fullName)}</Paragraph>
      <Paragraph>Somebody logged in to your account at {portal.name} from a device that we do not know.</Paragraph>
      <LogInFacts {...logIn} />
      <Paragraph>If it was you, you do not need to do anything.</Paragraph>
      {forgotPasswordUrl === null ? (
        <Paragraph>
          If it was not you, log that device out on the page of your account. Then write to <ContactLink portal={portal} />, and
          change the password of the account that you log in with.
        </Paragraph>
      ) : (
        <>
          <Paragraph>
            If it was not you, choose a new password at once, through “Forgot password”. That also logs out all devices:
          </Paragraph>
          <Button href={forgotPasswordUrl}>Forgot password</Button>
          <Paragraph>The page of your account shows where you are logged in:</Paragraph>
        </>
      )}
      <Button href={accountUrl}>Your account</Button>
      <Paragraph>You get at most one such email an hour.</Paragraph>
    </Layout>
  );
}

NewDevice.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  logIn: previewLogIn,
  accountUrl: 'https://developers.acme.example/account',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
} satisfies NewDeviceProps;
