import { useFormatter, useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { useFound, WhenFound } from '../../data/found.tsx';
import { useAct } from '../../data/use-act.ts';
import { FindJobsDocument, type JobStatus, RetryJobsDocument } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { Pager, pageAt } from '../../ui/pager.tsx';
import { DataTable } from '../../ui/table.tsx';
import { useTell } from '../../ui/told.tsx';

const STATUSES = ['FAILED', 'QUEUED', 'RUNNING', 'DONE'] as const satisfies JobStatus[];

/** Background work: what failed, what waits, and running it again. */
export function Jobs() {
  const t = useTranslations('jobs');
  const format = useFormatter();
  const moment = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' });
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
              <p>{t('count', { count: jobs.totalCount })}</p>
              <DataTable
                label={t('title')}
                rows={jobs.edges.map(({ node }) => node)}
                idOf={({ id }) => id}
                none={t('none')}
                columns={[
                  { title: t('name'), isRowHeader: true, cell: ({ name }) => name },
                  {
                    title: t('person'),
                    cell: ({ developer }) => developer && <Link href={`/admin/people/${developer.id}`}>{developer.email}</Link>,
                  },
                  { title: t('attempts'), cell: ({ attempt }) => format.number(attempt) },
                  { title: t('error'), cell: ({ lastError }) => lastError },
                  { title: t('created'), cell: ({ createdAt }) => moment(createdAt) },
                  status === 'FAILED'
                    ? { title: t('act'), cell: ({ id, name }) => <Retry id={id} name={name} /> }
                    : { title: t('next'), cell: ({ dueAt, finishedAt }) => !finishedAt && moment(dueAt) },
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

function Retry({ id, name }: { id: string; name: string }) {
  const t = useTranslations('jobs');
  const act = useAct();
  const tell = useTell();
  return (
    <Button
      kind="second"
      aria-label={t('retryNamed', { name })}
      onPress={async () => {
        const answer = await act(RetryJobsDocument, { ids: [id] });
        if (answer.__typename !== 'RetryJobsSuccess') return tell(answer.message);
        tell(t(answer.jobs.length > 0 ? 'retried' : 'notFailed'));
      }}
    >
      {t('retry')}
    </Button>
  );
}
