import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindEventsDocument } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { usePortal } from '../../shell/portal-choice.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { useMoment } from '../../ui/moment.tsx';
import { Pager } from '../../ui/pager.tsx';
import { EventTable } from './event-table.tsx';
import { EXPORTED, exportEvents } from './export-events.ts';
import { LogFilters } from './log-filters.tsx';
import { newestAt, useWantedEvents } from './wanted-events.ts';
import './log.css';

/** Every change, the newest first. */
export function Log() {
  const t = useTranslations('log');
  const moment = useMoment();
  const { portal } = usePortal();
  const filter = useWantedEvents();
  const [place, turn] = useQueryText('page');
  const wanted = { portal: portal?.slug ?? null, filter };
  const found = useFound(FindEventsDocument, { ...wanted, ...newestAt(place) }, { keepsOld: true });
  return (
    <DeskPage
      title={t('title')}
      acts={<ExportButton name="log" columns={EXPORTED.map((column) => t(column))} pages={() => exportEvents(wanted)} />}
    >
      <p>{t('about')}</p>
      <LogFilters />
      <WhenFound found={found}>
        {({ auditLog, auditCheckpoint }) =>
          auditLog && (
            <>
              <p role="status">{t('count', { count: auditLog.totalCount })}</p>
              <EventTable events={auditLog.edges.map(({ node }) => node).toReversed()} />
              <Pager pageInfo={reversed(auditLog.pageInfo)} turn={turn} />
              {auditCheckpoint && (
                <div className="checkpoint quiet">
                  <p>{t('checkpoint', { number: String(auditCheckpoint.number), at: moment(auditCheckpoint.createdAt) })}</p>
                  <code>{`${auditCheckpoint.number}:${auditCheckpoint.hash}`}</code>
                </div>
              )}
            </>
          )
        }
      </WhenFound>
    </DeskPage>
  );
}

type PageInfo = Parameters<typeof Pager>[0]['pageInfo'];

/** The API lists the oldest first. The next page of this list is the one before. */
const reversed = ({ hasPreviousPage, hasNextPage, startCursor, endCursor }: PageInfo): PageInfo => ({
  hasPreviousPage: hasNextPage,
  hasNextPage: hasPreviousPage,
  startCursor: endCursor,
  endCursor: startCursor,
});
