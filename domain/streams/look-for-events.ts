import type { App } from '../app.ts';
import type { News } from './queue-of-news.ts';

/** Says what is new since the last call. Null if that is too much to list, or not known. */
export type LookForEvents = () => Promise<News>;

/** @limit events: New events that one look lists. Beyond: The streams look at everything. */
export const MOST_LISTED = 1_000;

/** Events that change nothing that a stream shows. */
const UNSHOWN = ['session', 'password', 'identity', 'link', 'terms'];

/** The log of events is read by its positions, so nothing is missed. */
export function eventsSinceLastLook(prisma: App['prisma']): LookForEvents {
  let after: bigint | null = null;
  return async () => {
    const [{ last }] = await prisma.$queryRaw<
      [{ last: bigint }]
    >`SELECT coalesce(max(position), 0)::bigint AS last FROM events`;
    const from = after;
    after = last;
    if (from === null || last - from > MOST_LISTED) return null;
    const events = await prisma.$queryRaw<{ id: string; portalId: string | null }[]>`
      SELECT subject_id AS id, portal_id AS "portalId" FROM events
      WHERE position > ${from} AND position <= ${last} AND subject_kind = 'DEVELOPER' AND split_part(type, '.', 1) <> ALL(${UNSHOWN}) ORDER BY position`;
    return new Map(events.map(({ id, portalId }) => [id, portalId]));
  };
}
