import { useTranslations } from 'use-intl';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { useFound, WhenFound } from '../../data/found.tsx';
import { useAct } from '../../data/use-act.ts';
import { FindAdminInvitationsDocument, RevokeAdminInvitationDocument } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { DataTable } from '../../ui/table.tsx';
import { useTell } from '../../ui/told.tsx';
import { Roles } from './roles.tsx';

/** Invitations of admins that nobody has accepted yet. */
export function OpenInvitations() {
  const t = useTranslations('admins');
  const found = useFound(FindAdminInvitationsDocument, {});
  return (
    <>
      <h2>{t('open')}</h2>
      <WhenFound found={found}>
        {({ adminInvitations }) => (
          <DataTable
            label={t('open')}
            rows={(adminInvitations?.edges ?? []).map(({ node }) => node)}
            idOf={({ id }) => id}
            none={t('noneOpen')}
            columns={[
              { title: t('email'), isRowHeader: true, cell: ({ email }) => email },
              { title: t('roles'), cell: ({ roles }) => <Roles roles={roles} /> },
              { title: t('by'), cell: ({ inviter }) => inviter.email },
              { title: t('ends'), cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
              { title: t('act'), cell: (invitation) => <Revoke invitation={invitation} /> },
            ]}
          />
        )}
      </WhenFound>
    </>
  );
}

function Revoke({ invitation: { id, email } }: { invitation: { id: string; email: string } }) {
  const t = useTranslations('admins');
  const act = useAct();
  const tell = useTell();
  const inWords = useRefusalInWords();
  return (
    <Button
      kind="danger"
      aria-label={t('revokeNamed', { email })}
      onPress={async () => {
        const answer = await act(RevokeAdminInvitationDocument, { id });
        tell('message' in answer ? inWords(answer) : t('revoked', { email }));
      }}
    >
      {t('revoke')}
    </Button>
  );
}
