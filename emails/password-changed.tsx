import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { ProviderAccount, type ProviderAccountProps } from './components/provider-account.tsx';
import { greeting } from './greeting.ts';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type PasswordChangedProps = {
  portal: Portal;
  fullName: string;
  forgotPasswordUrl: string;
  /** The accounts at providers that still log in to this account. */
  accounts: ProviderAccountProps[];
  /** The link that unlinks them. Null if there are none, or if the link has ended. */
  unlinkUrl: string | null;
  expiresInHours: number;
};

export function passwordChanged(props: PasswordChangedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <PasswordChanged {...props} />);
}

function subject({ portal }: PasswordChangedProps): string {
  return `Your password for ${portal.name} was changed`;
}

export default function PasswordChanged(props: PasswordChangedProps) {
  const { portal, fullName, forgotPasswordUrl } = props;
  return (
    <Layout portal={portal} heading="Your password was changed" because={`you have an account at ${portal.name}`}>
      <Paragraph>{greeting(fullName)}</Paragraph>
      <Paragraph>
        The password of your account at {portal.name} was changed. If it was you, you do not need to do anything.
      </Paragraph>
      <Paragraph>If it was not you, choose a new password at once, through “Forgot password”:</Paragraph>
      <Button href={forgotPasswordUrl}>Forgot password</Button>
      <LinkedAccounts {...props} />
      <Appeal portal={portal} />
    </Layout>
  );
}

function LinkedAccounts({ accounts, unlinkUrl, expiresInHours }: PasswordChangedProps) {
  if (accounts.length === 0 || unlinkUrl === null) return null;
  return (
    <>
      <Paragraph>People can also log in to your account with these linked accounts, without your password:</Paragraph>
      {accounts.map((account) => (
        <Paragraph key={`${account.host} ${account.subject}`}>
          <ProviderAccount {...account} />
        </Paragraph>
      ))}
      <Paragraph>
        If one of them is not yours, unlink it. You do not need to log in. The link is valid for {lifetime(expiresInHours)}:
      </Paragraph>
      <Button href={unlinkUrl}>Look at linked accounts</Button>
    </>
  );
}

PasswordChanged.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
  accounts: [],
  unlinkUrl: null,
  expiresInHours: 72,
} satisfies PasswordChangedProps;

/** For the gallery. */
export const linkedAccounts = {
  accounts: [{ label: 'Acme ID', host: 'id.acme.example', subject: 'u-1842' }],
  unlinkUrl: 'https://developers.acme.example/unlink-sso?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
} satisfies Partial<PasswordChangedProps>;
