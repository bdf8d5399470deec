import { useFormatter, useTranslations } from 'use-intl';
import type { FindOverviewQuery } from '../../generated/operations.ts';

export type Day = NonNullable<FindOverviewQuery['statistics']>['days'][number];

/** Returns a function that says a day in UTC. */
export function useDay(): (date: string) => string {
  const format = useFormatter();
  return (date) => format.dateTime(new Date(date), { day: 'numeric', month: 'short', timeZone: 'UTC' });
}

/** Returns a function that says a time in its largest unit. */
export function useTimeSpan(): (seconds: number) => string {
  const t = useTranslations('overview');
  return (seconds) => {
    const minutes = Math.floor(seconds / 60);
    const hours = Math.round(minutes / 60);
    if (minutes < 60) return t('minutes', { count: minutes });
    return hours < 48 ? t('hours', { count: hours }) : t('daysLong', { count: Math.round(hours / 24) });
  };
}
