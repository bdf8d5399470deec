import { useFormatter, useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindJobsDocument, type JobStatus } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { Choice } from '../../ui/choice.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Pager, pageAt } from '../../ui/pager.tsx';
import { DataTable } from '../../ui/table.tsx';
import { Retry } from './retry.tsx';
import { useJobName } from './use-job-name.ts';

const STATUSES = ['FAILED', 'QUEUED', 'RUNNING', 'DONE'] as const satisfies JobStatus[];

/** Background work: what failed, what waits, and running it again. */
export function Jobs() {
  const t = useTranslations('jobs');
  const format = useFormatter();
  const nameOf = useJobName();
  const [chosen, choose] = useQueryText('status');
  const [place, turn] = useQueryText('page');
  const status = STATUSES.find((one) => one === chosen) ?? 'FAILED';
  const found = useFound(FindJobsDocument, { filter: { status: [status] }, ...pageAt(place) }, { keepsOld: true });
  return (
    <DeskPage title={t('title')}>
      <p>{t('about')}</p>
      <div className="filters">
        <Choice
          label={t('status')}
          value={status}
          choices={STATUSES.map((value) => ({ value, label: t(value) }))}
          onChange={choose}
        />
      </div>
      <WhenFound found={found}>
        {({ jobs }) =>
          jobs && (
            <>
              <p role="status">{t('count', { count: jobs.totalCount })}</p>
              {status === 'FAILED' && jobs.edges.length > 1 && <Retry ids={jobs.edges.map(({ node }) => node.id)} />}
              <DataTable
                label={t('title')}
                rows={jobs.edges.map(({ node }) => node)}
                idOf={({ id }) => id}
                none={t('none')}
                columns={[
                  { title: t('name'), isRowHeader: true, cell: ({ name }) => nameOf(name) },
                  {
                    title: t('person'),
                    cell: ({ developer }) => developer && <Link href={`/admin/people/${developer.id}`}>{developer.email}</Link>,
                  },
                  { title: t('attempts'), cell: ({ attempt }) => format.number(attempt) },
                  { title: t('error'), cell: ({ lastError }) => lastError },
                  { title: t('created'), cell: ({ createdAt }) => <Moment at={createdAt} /> },
                  status === 'FAILED'
                    ? { title: t('act'), cell: ({ id, name }) => <Retry ids={[id]} name={nameOf(name)} /> }
                    : { title: t('next'), cell: ({ dueAt, finishedAt }) => !finishedAt && <Moment at={dueAt} /> },
                ]}
              />
              <Pager pageInfo={jobs.pageInfo} turn={turn} />
            </>
          )
        }
      </WhenFound>
    </DeskPage>
  );
}
