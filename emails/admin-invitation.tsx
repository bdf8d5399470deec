import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { listed } from './listed.ts';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type AdminInvitationProps = {
  installation: Portal;
  inviterEmail: string;
  roles: GivenRole[];
  /** Whether the person is an admin already. */
  isAdmin: boolean;
  acceptUrl: string;
  expiresInHours: number;
};

/** `portal` is its name. Null for all portals. */
type GivenRole = { role: 'OWNER' | 'APPROVER' | 'VIEWER'; portal: string | null };

export function adminInvitation(props: AdminInvitationProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AdminInvitation {...props} />);
}

const subject = ({ installation }: AdminInvitationProps): string =>
  textsOf(installation)('admins.invitationSubject', { portal: installation.name });

export default function AdminInvitation(props: AdminInvitationProps) {
  const { installation, inviterEmail: inviter, roles, isAdmin, acceptUrl, expiresInHours } = props;
  const t = textsOf(installation);
  const portal = installation.name;
  const time = lifetime(expiresInHours, installation.language);
  const given = listed(roles.map((one) => inWords(installation, one)).toSorted(), installation.language);
  return (
    <Layout
      portal={installation}
      heading={t('admins.invitationHeading')}
      because={t('admins.invitationBecause', { inviter, portal })}
    >
      <Paragraph>{t('admins.invited', { inviter, portal, roles: given })}</Paragraph>
      <Button href={acceptUrl} portal={installation}>
        {t('invitation.button')}
      </Button>
      <Paragraph>{t(isAdmin ? 'admins.invitationOnceForAdmin' : 'admins.invitationOnce', { time })}</Paragraph>
      <Paragraph>{t('admins.notExpected')}</Paragraph>
    </Layout>
  );
}

/** Such as `APPROVER of Acme`. */
function inWords(installation: Portal, { role, portal }: GivenRole): string {
  const t = textsOf(installation);
  const named = t(`admins.roles.${role}`);
  return portal === null ? t('admins.roleAtAll', { role: named }) : t('admins.roleAt', { role: named, portal });
}

AdminInvitation.PreviewProps = {
  installation: previewInstallation,
  inviterEmail: 'owner@acme.example',
  roles: [
    { role: 'APPROVER', portal: 'Acme' },
    { role: 'VIEWER', portal: null },
  ],
  isAdmin: false,
  acceptUrl: 'https://accounts.acme.example/admin/accept-invitation?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 168,
} satisfies AdminInvitationProps;
