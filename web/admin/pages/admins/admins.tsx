import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { useAct } from '../../data/use-act.ts';
import { FindAdminsDocument, RemoveAdminDocument } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { useRights } from '../../session/rights.ts';
import { AskByName } from '../../ui/ask-by-name.tsx';
import { Button } from '../../ui/button.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { Pager, pageAt } from '../../ui/pager.tsx';
import { DataTable } from '../../ui/table.tsx';
import { useTell } from '../../ui/told.tsx';

/** Who runs the portals, with which roles. */
export function Admins() {
  const t = useTranslations('admins');
  const [place, turn] = useQueryText('page');
  const { isOwner } = useRights(null);
  const found = useFound(FindAdminsDocument, pageAt(place), { keepsOld: true });
  return (
    <DeskPage title={t('title')}>
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
                  { title: t('email'), isRowHeader: true, cell: ({ email }) => email },
                  {
                    title: t('roles'),
                    cell: ({ roles }) =>
                      roles.map(({ role, portal }) => t('role', { role, portal: portal?.name ?? t('allPortals') })).join(', '),
                  },
                  { title: t('act'), cell: ({ id, email }) => isOwner && <Remove id={id} email={email} /> },
                ]}
              />
              <Pager pageInfo={admins.pageInfo} turn={turn} />
            </>
          )
        }
      </WhenFound>
    </DeskPage>
  );
}

function Remove({ id, email }: { id: string; email: string }) {
  const t = useTranslations('admins');
  const act = useAct();
  const tell = useTell();
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Button kind="danger" aria-label={t('removeNamed', { email })} onPress={() => setAsked(true)}>
        {t('remove')}
      </Button>
      {isAsked && (
        <AskByName
          title={t('removeNamed', { email })}
          name={email}
          submit={t('remove')}
          close={() => setAsked(false)}
          send={async () => {
            const answer = await act(RemoveAdminDocument, { id });
            if (answer.__typename !== 'RemoveAdminSuccess') return answer;
            tell(t('removed', { email }));
            return null;
          }}
        >
          <p>{t('removes', { email })}</p>
        </AskByName>
      )}
    </>
  );
}
