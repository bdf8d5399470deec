import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { NotAllowed } from '../errors.ts';
import { type Caller, inReach, may, mayAnywhere } from '../permissions.ts';
import { countRequests, type RequestCounts } from '../requests/count-requests.ts';
import { endedBy } from './ended-by.ts';
import type { News, Stream } from './queue-of-news.ts';

type RequestState = 'WAITING' | 'CLAIMED' | 'WAITING_FOR_APPLICANT' | 'GONE';

/** `changed` is null if any request can have changed. */
export type RequestsChange = { counts: RequestCounts; changed: { id: string; state: RequestState }[] | null };

type Watcher = {
  /** Null for all portals in reach. */
  portalId: string | null;
  /** Each count stops there. */
  mostCounted: number;
  /** Looks the session or the token up anew. Null if it ended. */
  caller: () => Promise<Caller | null>;
};

/**
 * The counts at once, and after each change. Ends when the session, the token or the role ends.
 * @param session stands for the session or the token, whose streams are counted
 */
export function requestsChanged(app: App, session: string, watcher: Watcher): AsyncIterable<RequestsChange> {
  const stream = app.streams.open(session);
  return endedBy(stream, changesOf(app, watcher, stream));
}

async function* changesOf(app: App, watcher: Watcher, stream: Stream): AsyncGenerator<RequestsChange> {
  try {
    let last = '';
    stream.lookAgainIn(0);
    for await (const news of stream) {
      const portalIds = await portalsOf(watcher);
      if (portalIds === 'NONE') throw new NotAllowed('ENDED');
      const changed = news && (await statesOf(app, news, portalIds));
      if (changed?.length === 0) continue;
      const counts = await countRequests(app, portalIds, watcher.mostCounted);
      if (changed || JSON.stringify(counts) !== last) yield { counts, changed: last === '' ? [] : changed };
      last = JSON.stringify(counts);
    }
  } finally {
    await stream.return?.();
  }
}

/** Null for all portals. */
async function portalsOf({ caller, portalId }: Watcher): Promise<string[] | null | 'NONE'> {
  const me = await caller();
  if (!me || !(portalId === null ? mayAnywhere(me, 'read') : may(me, 'read', portalId))) return 'NONE';
  return portalId === null ? (inReach(me).portalId?.in ?? null) : [portalId];
}

async function statesOf(
  app: App,
  news: NonNullable<News>,
  portalIds: string[] | null,
): Promise<{ id: string; state: RequestState }[]> {
  const ids = [...news].flatMap(([id, portalId]) => (!portalIds || portalIds.includes(portalId ?? '') ? [id] : []));
  if (ids.length === 0) return [];
  const now = await databaseNow(app.prisma);
  const found = await app.prisma.developer.findMany({ where: { id: { in: ids } } });
  const byId = new Map(found.map((developer) => [developer.id, developer]));
  return ids.map((id) => ({ id, state: stateOf(byId.get(id), now) }));
}

function stateOf(developer: Developer | undefined, now: Date): RequestState {
  if (!developer?.waitingSince) return 'GONE';
  if (developer.awaitsApplicantUntil && developer.awaitsApplicantUntil > now) return 'WAITING_FOR_APPLICANT';
  return developer.claimedUntil && developer.claimedUntil > now ? 'CLAIMED' : 'WAITING';
}
