import type { Portal } from './portal.ts';
import { textsOf } from './texts.ts';

const IN_HOURS_TO = 48;

/** A long time is rounded up to days. */
export function usualWait(portal: Portal, hours: number): string {
  const t = textsOf(portal);
  return hours > IN_HOURS_TO ? t('logIn.withinDays', { days: Math.ceil(hours / 24) }) : t('logIn.withinHours', { hours });
}
