import { type Developer, Prisma } from '../../prisma/generated/client/client.ts';
import { developerColumns } from '../columns.ts';
import { Conflict, type DomainError, NotAllowed, NotFound } from '../errors.ts';
import { isId } from '../ids.ts';
import { type Caller, inReach, may } from '../permissions.ts';
import type { Transaction } from '../transaction.ts';
import type { Transition } from './acts.ts';
import type { Outcome } from './each-on-its-own.ts';
import { latestDecisions } from './latest-decisions.ts';
import { type Words, writeDecisions } from './write-decisions.ts';

/** Returns the outcomes in the order of the ids. Locks the developers first, so that of two calls the second sees what the first did. */
export async function decideTogether(
  tx: Transaction,
  caller: Caller,
  act: Transition,
  ids: string[],
  words: Words,
): Promise<Outcome[]> {
  const found = new Map((await lockReadable(tx, caller, ids)).map((developer) => [developer.id, developer]));
  const willing = [...found.values()].filter((developer) => !whyNot(caller, act, developer));
  const decided = new Map(
    (await writeDecisions(tx, caller, act, willing, words)).map((developer) => [developer.id, developer]),
  );
  const others = ids.filter((id) => found.has(id) && !decided.has(id));
  const earlier = await latestDecisions(tx, others);
  return ids.map((id) => {
    const developer = decided.get(id) ?? found.get(id) ?? null;
    if (!developer) return { developer, error: new NotFound('registration') };
    return { developer, error: decided.has(id) ? null : whyNot(caller, act, developer, earlier.get(id)) };
  });
}

/** Null if the admin may do this to the developer now. */
export function whyNot(
  caller: Caller,
  act: Pick<Transition, 'from'>,
  { status, emailVerifiedAt, portalId }: Developer,
  decision: Conflict['decision'] = null,
): DomainError | null {
  if (!may(caller, 'decide', portalId)) return new NotAllowed();
  if (!emailVerifiedAt) {
    return new Conflict(status, 'ONLY_DELETE');
  }
  return act.from.includes(status) ? null : new Conflict(status, undefined, decision);
}

function lockReadable(tx: Transaction, caller: Caller, ids: string[]): Promise<Developer[]> {
  const { portalId } = inReach(caller);
  const there = portalId ? Prisma.sql`portal_id = ANY(${portalId.in}::uuid[])` : Prisma.sql`true`;
  return tx.$queryRaw<Developer[]>`
    SELECT ${developerColumns} FROM developers developer WHERE id = ANY(${ids.filter(isId)}::uuid[]) AND ${there}
    ORDER BY id FOR NO KEY UPDATE`;
}
