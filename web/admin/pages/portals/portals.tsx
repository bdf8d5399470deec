import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindPortalsDocument } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { useRights } from '../../session/rights.ts';
import { DeskPage } from '../../ui/desk-page.tsx';
import { Pager, pageAt } from '../../ui/pager.tsx';
import { DataTable } from '../../ui/table.tsx';
import { CreatePortal } from './create-portal.tsx';

/** All portals in reach. */
export function Portals() {
  const t = useTranslations('portals');
  const [place, turn] = useQueryText('page');
  const { isOwner } = useRights(null);
  const found = useFound(FindPortalsDocument, pageAt(place), { keepsOld: true });
  return (
    <DeskPage title={t('title')} acts={isOwner && <CreatePortal />}>
      <WhenFound found={found}>
        {({ portals }) =>
          portals && (
            <>
              <DataTable
                label={t('title')}
                rows={portals.edges.map(({ node }) => node)}
                idOf={({ slug }) => slug}
                none={t(isOwner ? 'noneYet' : 'none')}
                columns={[
                  {
                    title: t('name'),
                    isRowHeader: true,
                    cell: ({ slug, name }) => <Link href={`/admin/portals/${slug}`}>{name}</Link>,
                  },
                  { title: t('slug'), cell: ({ slug }) => slug },
                  {
                    title: t('registration'),
                    cell: ({ registrationOpen }) => t(registrationOpen ? 'openToAll' : 'byInvitation'),
                  },
                  { title: t('logIn'), cell: ({ passwordLogin }) => t(passwordLogin ? 'withPassword' : 'ssoOnly') },
                  { title: t('signUpPage'), cell: ({ signUpUrl }) => <a href={signUpUrl}>{signUpUrl}</a> },
                ]}
              />
              <Pager pageInfo={portals.pageInfo} turn={turn} />
            </>
          )
        }
      </WhenFound>
    </DeskPage>
  );
}
