import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { type Delivery, FindAdminsDocument } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { useSession } from '../../session/session.tsx';
import { Button } from '../../ui/button.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Pager, pageAt } from '../../ui/pager.tsx';
import { DataTable } from '../../ui/table.tsx';
import { AdminActs } from './admin-acts.tsx';
import { InviteAdmin } from './invite-admin.tsx';
import { OpenInvitations } from './open-invitations.tsx';
import { Roles } from './roles.tsx';

/** The people who run the portals, with their roles. */
export function Admins() {
  const t = useTranslations('admins');
  const { me } = useSession();
  const isOwner = me.roles.some(({ role }) => role === 'OWNER');
  const [isInviting, setInviting] = useState(false);
  return (
    <DeskPage title={t('title')} acts={isOwner && <Button onPress={() => setInviting(true)}>{t('invite')}</Button>}>
      {isOwner ? (
        <>
          <p>{t('about')}</p>
          <AdminList />
          <OpenInvitations />
        </>
      ) : (
        <p>{t('hidden')}</p>
      )}
      {isInviting && <InviteAdmin close={() => setInviting(false)} />}
    </DeskPage>
  );
}

function AdminList() {
  const t = useTranslations('admins');
  const { me } = useSession();
  const [place, turn] = useQueryText('page');
  const found = useFound(FindAdminsDocument, pageAt(place), { keepsOld: true });
  return (
    <WhenFound found={found}>
      {({ admins }) =>
        admins && (
          <>
            <DataTable
              label={t('title')}
              rows={admins.edges.map(({ node }) => node)}
              idOf={({ id }) => id}
              none={t('none')}
              columns={[
                { title: t('email'), isRowHeader: true, cell: (admin) => <Address admin={admin} /> },
                { title: t('roles'), cell: ({ roles }) => <Roles roles={roles} /> },
                { title: t('lastLogIn'), cell: ({ lastLogInAt }) => (lastLogInAt ? <Moment at={lastLogInAt} /> : t('never')) },
                { title: t('act'), cell: (admin) => (admin.id === me.id ? t('you') : <AdminActs admin={admin} />) },
              ]}
            />
            <Pager pageInfo={admins.pageInfo} turn={turn} />
          </>
        )
      }
    </WhenFound>
  );
}

/** Emails to admins never stop, so somebody has to see that they do not arrive. */
function Address({ admin: { email, mailState } }: { admin: { email: string; mailState: { state: Delivery } } }) {
  const t = useTranslations('admins');
  return (
    <>
      {email}
      {mailState.state !== 'OK' && <p className="warning">{t('mailState', { state: mailState.state })}</p>}
    </>
  );
}
