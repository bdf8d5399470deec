import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type AdminInvitationProps = {
  installation: Portal;
  inviterEmail: string;
  /** Such as `APPROVER of Acme`. */
  roles: string[];
  /** Whether the person is an admin already. */
  isAdmin: boolean;
  acceptUrl: string;
  expiresInHours: number;
};

export function adminInvitation(props: AdminInvitationProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminInvitation {...props} />);
}

function subject({ installation }: AdminInvitationProps): string {
  return `You are invited to be an admin of ${installation.name}`;
}

export default function AdminInvitation(props: AdminInvitationProps) {
  const { installation, inviterEmail, roles, isAdmin, acceptUrl, expiresInHours } = props;
  return (
    <Layout
      portal={installation}
      heading="You are invited to be an admin"
      because={`${inviterEmail} invited this address to be an admin of ${installation.name}`}
    >
      <Paragraph>
        {inviterEmail} invited you to be an admin of {installation.name}, as {roles.join(', ')}.
      </Paragraph>
      <Button href={acceptUrl}>Accept the invitation</Button>
      <Paragraph>
        This link is valid for {lifetime(expiresInHours)} and works once.{' '}
        {isAdmin
          ? 'You have an admin account already. Log in with it before you accept.'
          : 'You choose a password for your admin account there.'}
      </Paragraph>
      <Paragraph>If you do not expect this invitation, ignore this email. Nothing changes then.</Paragraph>
    </Layout>
  );
}

AdminInvitation.PreviewProps = {
  installation: previewInstallation,
  inviterEmail: 'owner@acme.example',
  roles: ['APPROVER of Acme', 'VIEWER of all portals'],
  isAdmin: false,
  acceptUrl: 'https://accounts.acme.example/admin/accept-invitation?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 168,
} satisfies AdminInvitationProps;
