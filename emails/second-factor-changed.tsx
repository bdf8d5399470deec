import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { greeting } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type SecondFactorChangedProps = {
  portal: Portal;
  fullName: string;
  change: 'ADDED' | 'REMOVED' | 'CODES_RENEWED' | 'CODE_USED' | 'RESET';
  forgotPasswordUrl: string;
};

export function secondFactorChanged(props: SecondFactorChangedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <SecondFactorChanged {...props} />);
}

const HEADINGS: Record<SecondFactorChangedProps['change'], string> = {
  ADDED: 'A second factor was set up',
  REMOVED: 'A second factor was removed',
  CODES_RENEWED: 'Your recovery codes were replaced',
  CODE_USED: 'A recovery code was used',
  RESET: 'Your second factors were reset',
};

const FACTS: Record<SecondFactorChangedProps['change'], string> = {
  ADDED: 'A second factor was set up for your account. You were logged out everywhere else.',
  REMOVED: 'A second factor of your account was removed. You were logged out everywhere else.',
  CODES_RENEWED: 'Your account has new recovery codes. The old ones do not work any more. You were logged out everywhere else.',
  CODE_USED: 'Somebody used a recovery code of your account. That code does not work any more.',
  RESET:
    'An admin removed the second factors and the recovery codes of your account. You were logged out everywhere. Your password ' +
    'is the same as before.',
};

function subject({ portal, change }: SecondFactorChangedProps): string {
  return `${HEADINGS[change]}: ${portal.name}`;
}

export default function SecondFactorChanged({ portal, fullName, change, forgotPasswordUrl }: SecondFactorChangedProps) {
  return (
    <Layout portal={portal} heading={HEADINGS[change]} because={`you have an account at ${portal.name}`}>
      <Paragraph>{greeting(fullName)}</Paragraph>
      <Paragraph>{FACTS[change]}</Paragraph>
      <Paragraph>If it was you, or if you asked for it, you do not need to do anything.</Paragraph>
      <Paragraph>If it was not you, choose a new password at once, through “Forgot password”:</Paragraph>
      <Button href={forgotPasswordUrl}>Forgot password</Button>
      <Appeal portal={portal} />
    </Layout>
  );
}

SecondFactorChanged.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  change: 'ADDED',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
} satisfies SecondFactorChangedProps;

/** For the gallery. */
export const previews: Record<string, SecondFactorChangedProps> = {
  'Set up': SecondFactorChanged.PreviewProps,
  Removed: { ...SecondFactorChanged.PreviewProps, change: 'REMOVED' },
  'New recovery codes': { ...SecondFactorChanged.PreviewProps, change: 'CODES_RENEWED' },
  'Recovery code used': { ...SecondFactorChanged.PreviewProps, change: 'CODE_USED' },
  Reset: { ...SecondFactorChanged.PreviewProps, change: 'RESET' },
};
