import { useTranslations } from 'use-intl';
import type { PortalFragment } from '../generated/operations.ts';

const IN_HOURS_TO = 48;

/** Nothing if the portal has decided too few requests to tell. */
export function UsualWait({ portal: { usualWaitHours: hours } }: { portal: PortalFragment }) {
  const t = useTranslations('status');
  if (hours === null) return null;
  return <p>{hours > IN_HOURS_TO ? t('withinDays', { days: Math.ceil(hours / 24) }) : t('withinHours', { hours })}</p>;
}
