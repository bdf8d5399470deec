import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindOverviewDocument } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { usePortal } from '../../shell/portal-choice.tsx';
import { Choice } from '../../ui/choice.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { DayChart, WaitChart } from './day-chart.tsx';
import { DayTable } from './day-table.tsx';
import { Mails } from './mails.tsx';
import { Now } from './now.tsx';
import './overview.css';

const SPANS = ['30', '7', '90'] as const;

/** How many people wait, what happened by day, and how the emails went. */
export function Overview() {
  const t = useTranslations('overview');
  const { portal } = usePortal();
  const [chosen, choose] = useQueryText('days');
  const span = SPANS.find((one) => one === chosen) ?? '30';
  const found = useFound(FindOverviewDocument, { portal: portal?.slug ?? null, days: Number(span) }, { keepsOld: true });
  return (
    <DeskPage title={t('title')}>
      <WhenFound found={found}>
        {({ requests, developers, statistics }) => (
          <>
            {requests && <Now counts={requests.counts} unverified={developers?.totalCount ?? 0} />}
            {statistics && (
              <>
                <section className="by-day" aria-labelledby="by-day">
                  <div className="title">
                    <h2 id="by-day">{t('byDay')}</h2>
                    <Choice
                      label={t('days')}
                      value={span}
                      choices={SPANS.map((value) => ({ value, label: t('lastDays', { count: value }) }))}
                      onChange={choose}
                    />
                  </div>
                  <p className="quiet">{t('utc')}</p>
                  <DayChart days={statistics.days} />
                  <h3>{t('wait')}</h3>
                  <p className="quiet">{t('waitAbout')}</p>
                  <WaitChart days={statistics.days} />
                  <details>
                    <summary>{t('table')}</summary>
                    <DayTable days={statistics.days} />
                  </details>
                </section>
                <Mails mails={statistics.mails} />
              </>
            )}
          </>
        )}
      </WhenFound>
    </DeskPage>
  );
}
