import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type AdminSecondFactorResetProps = {
  installation: Portal;
  /** The email address of the admin who has no second factor any more. */
  email: string;
  /** The email address of the admin who reset it. Null for the command line. */
  resetBy: string | null;
  auditLogUrl: string;
};

export function adminSecondFactorReset(props: AdminSecondFactorResetProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminSecondFactorReset {...props} />);
}

function subject({ installation, email }: AdminSecondFactorResetProps): string {
  return `The second factors of ${email} were reset: ${installation.name}`;
}

export default function AdminSecondFactorReset({ installation, email, resetBy, auditLogUrl }: AdminSecondFactorResetProps) {
  return (
    <Layout
      portal={installation}
      heading="The second factors of an admin were reset"
      because={`you are an OWNER of all portals of ${installation.name}`}
    >
      <Paragraph>
        {resetBy ?? 'An operator, on the command line,'} removed the second factors and the recovery codes of {email}. All
        sessions of {email} have ended.
      </Paragraph>
      <Paragraph>
        A password alone can log in to this account until its owner sets up a second factor again, unless this installation
        requires one. All OWNERs of all portals get this email.
      </Paragraph>
      <Paragraph>If you did not expect this, ask whoever did it. The audit log shows when it was done:</Paragraph>
      <Button href={auditLogUrl}>Open the audit log</Button>
    </Layout>
  );
}

AdminSecondFactorReset.PreviewProps = {
  installation: previewInstallation,
  email: 'approver@acme.example',
  resetBy: 'owner@acme.example',
  auditLogUrl: 'https://accounts.acme.example/admin/log',
} satisfies AdminSecondFactorResetProps;
