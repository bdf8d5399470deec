import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import type { FindOverviewQuery } from '../../generated/operations.ts';
import { usePortal } from '../../shell/portal-choice.tsx';
import { useMoment } from '../../ui/moment.tsx';
import { Figure } from './figure.tsx';

type NowProps = { counts: NonNullable<FindOverviewQuery['requests']>['counts']; unverified: number };

/** How many people wait at this moment, for whom. */
export function Now({ counts: { waiting, waitingForApplicant, oldestSince }, unverified }: NowProps) {
  const t = useTranslations('overview');
  const moment = useMoment();
  const { query } = usePortal();
  const number = (count: number) => t('waiting', { count });
  return (
    <section aria-labelledby="now">
      <h2 id="now">{t('now')}</h2>
      <dl className="figures">
        <Figure
          label={<Link href={`/admin${query}`}>{t('waitingLabel')}</Link>}
          value={number(waiting)}
          more={oldestSince ? t('oldest', { at: moment(oldestSince) }) : t('nobodyWaits')}
        />
        <Figure label={t('applicantLabel')} value={number(waitingForApplicant)} />
        <Figure label={t('unverifiedLabel')} value={number(unverified)} />
      </dl>
    </section>
  );
}
