import { keptIfEqual } from '../../data/kept-if-equal.ts';
import type {
  DecidedRequestFragment,
  FindRequestQuery,
  MadeDecisionFragment,
  QueuedRequestFragment,
} from '../../generated/operations.ts';

type Mark =
  | { is: 'WAITING' }
  | { is: 'SENDING'; to: 'APPROVED' | 'REJECTED' }
  | { is: 'DECIDED'; decision: MadeDecisionFragment | null }
  | { is: 'DELETED' };

/** A request as the list shows it. One that is decided keeps its place, so that nothing moves under a person who reads. */
export type Row = QueuedRequestFragment & { mark: Mark };

type Found = FindRequestQuery['developer'];

export type Change =
  | { type: 'LISTED'; requests: QueuedRequestFragment[] }
  | { type: 'SENT'; ids: string[]; to: 'APPROVED' | 'REJECTED' }
  | { type: 'ANSWERED'; results: DecidedRequestFragment[] }
  | { type: 'FAILED'; ids: string[] }
  | { type: 'LOOKED_UP'; id: string; was: Mark; found: Found }
  | { type: 'ADDED'; found: NonNullable<Found> }
  | { type: 'PUT'; request: QueuedRequestFragment };

const WAITING = { is: 'WAITING' } as const;
const MOST_DECIDED = 50;

export const isWaiting = ({ mark }: Row): boolean => mark.is === 'WAITING';

/** Whether this admin may do it to the request now. */
export const can = (row: Row, act: NonNullable<Row['possibleActs']>[number]): boolean =>
  isWaiting(row) && (row.possibleActs?.includes(act) ?? false);

export function changeQueue(rows: Row[], change: Change): Row[] {
  switch (change.type) {
    case 'LISTED':
      return merge(rows, change.requests);
    case 'SENT':
      return mark(rows, change.ids, { is: 'SENDING', to: change.to });
    case 'FAILED':
      return rows.map((row) => (change.ids.includes(row.id) && row.mark.is === 'SENDING' ? { ...row, mark: WAITING } : row));
    case 'ANSWERED':
      return change.results.reduce(answered, rows);
    case 'LOOKED_UP':
      return rows.map((row) => (row.id === change.id && row.mark === change.was ? asFound(row, change.found) : row));
    case 'ADDED':
      return put(rows, asFound({ ...change.found, mark: WAITING }, change.found));
    case 'PUT':
      return put(rows, { ...change.request, mark: WAITING });
  }
}

const mark = (rows: Row[], ids: string[], next: Mark): Row[] => {
  const marked = new Set(ids);
  return rows.map((row) => (marked.has(row.id) ? { ...row, mark: next } : row));
};

const put = (rows: Row[], next: Row): Row[] =>
  rows.some(({ id }) => id === next.id) ? rows.map((row) => (row.id === next.id ? next : row)) : [...rows, next];

/**
 * New requests come last, wherever they belong: a row in the middle would move those below it. What the answer has not changed stays the same
 * object, so that it is not drawn again.
 */
function merge(rows: Row[], requests: QueuedRequestFragment[]): Row[] {
  const listed = new Map(requests.map((request) => [request.id, request]));
  const kept = rows.map((row) => {
    const request = listed.get(row.id);
    listed.delete(row.id);
    return request && isWaiting(row) ? keptIfEqual(row, { ...request, mark: row.mark }) : row;
  });
  const added = [...listed.values()].map((request) => ({ ...request, mark: WAITING }));
  const merged = withoutOldest([...kept, ...added]);
  const isSame = merged.length === rows.length && merged.every((row, place) => row === rows[place]);
  return isSame ? rows : merged;
}

/** Thousands of decisions must not slow the list down. */
function withoutOldest(rows: Row[]): Row[] {
  let tooMany = rows.filter(({ mark: { is } }) => is === 'DECIDED').length - MOST_DECIDED;
  return tooMany <= 0 ? rows : rows.filter(({ mark: { is } }) => is !== 'DECIDED' || tooMany-- <= 0);
}

function answered(rows: Row[], { id, developer, error }: DecidedRequestFragment): Row[] {
  const row = rows.find((one) => one.id === id);
  if (developer) return put(rows, asFound({ ...developer, mark: WAITING }, developer));
  if (!row) return rows;
  return put(rows, { ...row, mark: error?.__typename === 'NotFound' ? { is: 'DELETED' } : WAITING });
}

function asFound(row: Row, found: Found): Row {
  if (!found) return { ...row, mark: { is: 'DELETED' } };
  const { decisions, ...request } = found;
  if (found.status === 'PENDING') return { ...request, mark: row.mark.is === 'WAITING' ? row.mark : WAITING };
  return { ...request, mark: { is: 'DECIDED', decision: decisions.at(-1) ?? null } };
}
