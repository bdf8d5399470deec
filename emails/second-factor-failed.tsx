import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { greeting } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type SecondFactorFailedProps = { portal: Portal; fullName: string; forgotPasswordUrl: string };

export function secondFactorFailed(props: SecondFactorFailedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <SecondFactorFailed {...props} />);
}

function subject({ portal }: SecondFactorFailedProps): string {
  return `Somebody with your password failed the second factor: ${portal.name}`;
}

export default function SecondFactorFailed({ portal, fullName, forgotPasswordUrl }: SecondFactorFailedProps) {
  return (
    <Layout
      portal={portal}
      heading="Somebody with your password failed the second factor"
      because={`you have an account at ${portal.name}`}
    >
      <Paragraph>{greeting(fullName)}</Paragraph>
      <Paragraph>
        Somebody typed the right password of your account, and then a wrong code many times. Nobody got in. For a while, new
        devices cannot log in. Devices that you logged in with before still can.
      </Paragraph>
      <Paragraph>
        If it was not you, somebody knows your password. Choose a new one at once, through “Forgot password”:
      </Paragraph>
      <Button href={forgotPasswordUrl}>Forgot password</Button>
      <Appeal portal={portal} />
    </Layout>
  );
}

SecondFactorFailed.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
} satisfies SecondFactorFailedProps;
