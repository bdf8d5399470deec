import type { SubjectKind } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { newId } from '../ids.ts';

/** @limit events: Kinds of failures that one process sums up in a minute. Beyond: Further kinds stand in the log of the process alone. */
export const MOST_FAILURES = 1_000;
// Strangers can name portals that do not exist, and would leave no room for what happens to people.
/** @limit events: Of these, kinds that name a portal and no person. Beyond: They are summed up without the portal. */
export const MOST_NAMED = 100;

const TYPES = {
  InvalidCredentials: 'log-in.refused',
  NotApproved: 'log-in.refused',
  InvalidToken: 'token.refused',
  NotAllowed: 'act.refused',
  TooManyAttempts: 'act.throttled',
} as const;

/** An act that failed, as the log of the process has it: whose account it was about, if that is known. */
type Failure = {
  result: string;
  /** The slug of the portal. */
  portal?: string | undefined;
  portalId?: string | undefined;
  developerId?: string | undefined;
  adminId?: string | undefined;
  apiTokenId?: string | undefined;
};

type Summed = {
  type: string;
  slug: string | null;
  portalId: string | null;
  kind: SubjectKind;
  id: string | null;
  count: number;
};

/** The failures of a process since they were last written. Nothing about them is written while a request waits. */
export type Failures = {
  /** Counts it, unless it is a success or a failure that tells nothing, such as a wrong input. */
  note: (failure: Failure) => void;
  /** @returns what was counted, and counts from zero */
  take: () => Summed[];
};

export function openFailures(): Failures {
  let sums = new Map<string, Summed>();
  let named = 0;
  const add = (failure: Omit<Summed, 'count'>): void => {
    const { type, slug, portalId, kind, id } = failure;
    const key = [type, slug, portalId, kind, id].join(' ');
    const sum = sums.get(key);
    const isNamed = slug !== null && portalId === null && id === null;
    if (sum) sum.count++;
    else if (isNamed && named >= MOST_NAMED) add({ ...failure, slug: null });
    else if (sums.size < MOST_FAILURES) {
      sums.set(key, { ...failure, count: 1 });
      if (isNamed) named++;
    }
  };
  return {
    note: ({ result, portal, portalId, developerId, adminId, apiTokenId }) => {
      const type = Object.hasOwn(TYPES, result) ? TYPES[result as keyof typeof TYPES] : null;
      if (!type) return;
      const kind = developerId ? 'DEVELOPER' : adminId ? 'ADMIN' : apiTokenId ? 'API_TOKEN' : 'PORTAL';
      const id = developerId ?? adminId ?? apiTokenId ?? null;
      add({ type, slug: portal ?? null, portalId: portalId ?? null, kind, id });
    },
    take: () => {
      const taken = [...sums.values()];
      sums = new Map();
      named = 0;
      return taken;
    },
  };
}

/** Writes what was counted, as one event for each type, portal and subject. If that fails, it is lost: the log of the process has each act. */
export async function writeFailures({ prisma, failures }: App): Promise<void> {
  const taken = failures.take();
  if (taken.length === 0) return;
  const rows = JSON.stringify(
    taken.map(({ slug, portalId, kind, ...sum }) => ({ ...sum, slug, kind, event_id: newId(), portal_id: portalId })),
  );
  await prisma.$executeRaw`
    INSERT INTO events (id, portal_id, type, actor_kind, subject_kind, subject_id, data)
    SELECT event_id, place.portal_id, type, 'SYSTEM', kind::"SubjectKind",
      CASE kind WHEN 'PORTAL' THEN place.portal_id ELSE failure.id END, jsonb_build_object('count', count)
    FROM jsonb_to_recordset(${rows}::jsonb) AS failure (
      event_id uuid, portal_id uuid, slug text, type text, kind text, id uuid, count int
    ) CROSS JOIN LATERAL (
      SELECT coalesce(
        failure.portal_id,
        (SELECT portals.id FROM portals WHERE portals.slug = failure.slug),
        (SELECT developers.portal_id FROM developers WHERE developers.id = failure.id AND kind = 'DEVELOPER')
      ) AS portal_id
    ) place`;
}
