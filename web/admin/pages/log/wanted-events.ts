import type { AuditLogFilter } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { pageAt } from '../../ui/pager.tsx';
import { isEventType } from './event-types.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The filter that the URL names. What makes no sense is left out. */
export function useWantedEvents(): AuditLogFilter {
  const [type] = useQueryText('type');
  const [actor] = useQueryText('actor');
  const [subject] = useQueryText('subject');
  const after = momentOf(useQueryText('from')[0], 0);
  const before = momentOf(useQueryText('until')[0], 1);
  return {
    ...(isEventType(type) && { types: [type] }),
    ...(UUID.test(actor) && { actor }),
    ...(UUID.test(subject) && { subject }),
    ...(after && { after }),
    ...(before && { before }),
  };
}

/** The start of a day in the time zone of the browser. */
function momentOf(day: string, later: number): string | null {
  const [year, month, date] = day.split('-').map(Number);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || year === undefined || month === undefined || date === undefined) return null;
  const moment = new Date(year, month - 1, date + later);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/** The variables of a page of the log, whose newest page is the last one of the API. */
export function newestAt(place: string) {
  const { first, after, last, before } = pageAt(place);
  return last ? { first: last, after: before } : { last: first, before: after };
}
