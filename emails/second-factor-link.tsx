import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { greeting } from './greeting.ts';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type SecondFactorLinkProps = {
  portal: Portal;
  fullName: string;
  setUpUrl: string;
  forgotPasswordUrl: string;
  expiresInHours: number;
};

export function secondFactorLink(props: SecondFactorLinkProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <SecondFactorLink {...props} />);
}

function subject({ portal }: SecondFactorLinkProps): string {
  return `Set up a second factor for ${portal.name}`;
}

export default function SecondFactorLink(props: SecondFactorLinkProps) {
  const { portal, fullName, setUpUrl, forgotPasswordUrl, expiresInHours } = props;
  return (
    <Layout portal={portal} heading="Set up a second factor" because={`you have an account at ${portal.name}`}>
      <Paragraph>{greeting(fullName)}</Paragraph>
      <Paragraph>
        Someone, hopefully you, asked for a second factor for your account at {portal.name}. With one, nobody can log in with
        your password alone.
      </Paragraph>
      <Button href={setUpUrl}>Set up a second factor</Button>
      <Paragraph>This link is valid for {lifetime(expiresInHours)} and works once.</Paragraph>
      <Paragraph>
        If it was not you, somebody is logged in to your account. Do not open the link. Choose a new password at once, through
        “Forgot password”:
      </Paragraph>
      <Button href={forgotPasswordUrl}>Forgot password</Button>
    </Layout>
  );
}

SecondFactorLink.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  setUpUrl: 'https://developers.acme.example/second-factor?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
  expiresInHours: 0.5,
} satisfies SecondFactorLinkProps;
