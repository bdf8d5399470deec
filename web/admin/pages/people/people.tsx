import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindPeopleDocument } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { usePortal } from '../../shell/portal-choice.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { Pager, pageAt } from '../../ui/pager.tsx';
import { EXPORTED, exportPeople } from './export-people.ts';
import { PeopleFilters } from './people-filters.tsx';
import { PeopleTable } from './people-table.tsx';
import { GROUPS, named, ORDERS } from './wanted-people.ts';

/** All people of the portals: search, filter, order, export. */
export function People() {
  const t = useTranslations('people');
  const { portal } = usePortal();
  const [search] = useQueryText('search');
  const [group] = useQueryText('status');
  const [order] = useQueryText('order');
  const [place, turn] = useQueryText('page');
  const wanted = {
    portal: portal?.slug ?? null,
    filter: { ...GROUPS[named(GROUPS, group, 'all')], ...(search && { search }) },
    orderBy: ORDERS[named(ORDERS, order, 'NEWEST')],
  };
  const found = useFound(FindPeopleDocument, { ...wanted, ...pageAt(place) }, { keepsOld: true });
  return (
    <DeskPage
      title={t('title')}
      acts={<ExportButton name="people" columns={EXPORTED.map((column) => t(column))} pages={() => exportPeople(wanted)} />}
    >
      <PeopleFilters />
      <WhenFound found={found}>
        {({ developers }) =>
          developers && (
            <>
              <p role="status">{t('count', { count: developers.totalCount })}</p>
              <PeopleTable people={developers.edges.map(({ node }) => node)} isOfAll={portal === null} />
              <Pager pageInfo={developers.pageInfo} turn={turn} />
            </>
          )
        }
      </WhenFound>
    </DeskPage>
  );
}
