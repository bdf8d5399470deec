import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type SecondFactorChange = 'ADDED' | 'REMOVED' | 'CODES_RENEWED' | 'CODE_USED' | 'RESET';

export type AdminSecondFactorChangedProps = {
  installation: Portal;
  change: SecondFactorChange;
  forgotPasswordUrl: string;
};

export function adminSecondFactorChanged(props: AdminSecondFactorChangedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminSecondFactorChanged {...props} />);
}

const HEADINGS: Record<SecondFactorChange, string> = {
  ADDED: 'A second factor was set up',
  REMOVED: 'A second factor was removed',
  CODES_RENEWED: 'Your recovery codes were replaced',
  CODE_USED: 'A recovery code was used',
  RESET: 'Your second factors were reset',
};

const FACTS: Record<SecondFactorChange, string> = {
  ADDED: 'A second factor was set up for your admin account. You were logged out everywhere else.',
  REMOVED: 'A second factor of your admin account was removed. You were logged out everywhere else.',
  CODES_RENEWED:
    'Your admin account has new recovery codes. The old ones do not work any more. You were logged out everywhere else.',
  CODE_USED: 'Somebody used a recovery code of your admin account. That code does not work any more.',
  RESET:
    'The second factors and the recovery codes of your admin account were removed by an owner or an operator of the ' +
    'installation. You were logged out everywhere. Your password is the same as before.',
};

function subject({ installation, change }: AdminSecondFactorChangedProps): string {
  return `${HEADINGS[change]}: ${installation.name}`;
}

export default function AdminSecondFactorChanged(props: AdminSecondFactorChangedProps) {
  const { installation, change, forgotPasswordUrl } = props;
  return (
    <Layout portal={installation} heading={HEADINGS[change]} because={`you are an admin of ${installation.name}`}>
      <Paragraph>{FACTS[change]}</Paragraph>
      <Paragraph>If it was you, or if you asked for it, you do not need to do anything.</Paragraph>
      <Paragraph>
        If it was not you, tell whoever runs this installation, and choose a new password at once, through “Forgot password”:
      </Paragraph>
      <Button href={forgotPasswordUrl}>Forgot password</Button>
    </Layout>
  );
}

AdminSecondFactorChanged.PreviewProps = {
  installation: previewInstallation,
  change: 'ADDED',
  forgotPasswordUrl: 'https://accounts.acme.example/admin/forgot-password',
} satisfies AdminSecondFactorChangedProps;

/** For the gallery. */
export const previews: Record<string, AdminSecondFactorChangedProps> = {
  'Set up': AdminSecondFactorChanged.PreviewProps,
  Removed: { ...AdminSecondFactorChanged.PreviewProps, change: 'REMOVED' },
  'New recovery codes': { ...AdminSecondFactorChanged.PreviewProps, change: 'CODES_RENEWED' },
  'Recovery code used': { ...AdminSecondFactorChanged.PreviewProps, change: 'CODE_USED' },
  Reset: { ...AdminSecondFactorChanged.PreviewProps, change: 'RESET' },
};
