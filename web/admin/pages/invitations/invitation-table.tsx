import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { Moment } from '../../ui/moment.tsx';
import { DataTable } from '../../ui/table.tsx';
import { InvitationActs } from './invitation-acts.tsx';
import { type Invitation, useNameOf } from './name-of-invitation.ts';

export function InvitationTable({ invitations }: { invitations: Invitation[] }) {
  const t = useTranslations('invitations');
  return (
    <DataTable
      label={t('title')}
      rows={invitations}
      idOf={({ id }) => id}
      none={t('none')}
      columns={[
        { title: t('whom'), isRowHeader: true, cell: (invitation) => <Whom invitation={invitation} /> },
        { title: t('portal'), cell: ({ portal }) => portal.name },
        { title: t('state'), cell: (invitation) => <State invitation={invitation} /> },
        { title: t('by'), cell: ({ inviterEmail }) => inviterEmail },
        { title: t('ends'), cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
        { title: t('act'), cell: (invitation) => <InvitationActs invitation={invitation} /> },
      ]}
    />
  );
}

function Whom({ invitation }: { invitation: Invitation }) {
  const t = useTranslations('invitations');
  const nameOf = useNameOf();
  const [person] = invitation.kind === 'NAMED' ? invitation.developers : [];
  const { emailDomains, fullName, approved } = invitation;
  const more = [
    ...(fullName ? [fullName] : []),
    ...(emailDomains.length > 0 ? [t('domains', { domains: emailDomains.join(', ') })] : []),
    ...(approved ? [t('approvedBefore')] : []),
  ];
  return (
    <>
      {person ? <Link href={`/admin/people/${person.id}`}>{nameOf(invitation)}</Link> : nameOf(invitation)}
      {more.length > 0 && <span className="more">{more.join(', ')}</span>}
    </>
  );
}

function State({ invitation: { kind, state, used, uses } }: { invitation: Invitation }) {
  const t = useTranslations('invitations');
  return (
    <>
      {t(state)}
      {kind === 'LINK' && <span className="more">{t('uses', { used, uses })}</span>}
    </>
  );
}
