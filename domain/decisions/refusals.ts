import { Conflict, type DomainError, NotAllowed, NotFound, type Said } from '../errors.ts';
import type { Transaction } from '../transaction.ts';

type Refusal =
  | { error: 'NotFound' }
  | { error: 'NotAllowed' }
  // 0.8.0 wrote the message alone, and reads it.
  | { error: 'Conflict'; status: Conflict['status']; message: string; said?: Said | null; decisionId: string | null };

/** By the id of the developer. */
export type Refusals = Record<string, Refusal>;

/** The entry to store. Empty for a success, and for an error after which the call shall try again. */
export function refusalOf(id: string, error: Error | null | undefined): [string, Refusal][] {
  if (error instanceof Conflict) {
    const { status, message, said, decision } = error;
    return [[id, { error: 'Conflict', status, message, said, decisionId: decision?.id ?? null }]];
  }
  if (error instanceof NotFound) return [[id, { error: 'NotFound' }]];
  return error instanceof NotAllowed ? [[id, { error: 'NotAllowed' }]] : [];
}

/** The stored errors, by the id of the developer. */
export async function errorsOf(tx: Transaction, refusals: Refusals): Promise<Map<string, DomainError>> {
  const ids = Object.values(refusals).flatMap((refusal) => (refusal.error === 'Conflict' ? (refusal.decisionId ?? []) : []));
  const decisions = await tx.decision.findMany({ where: { id: { in: ids } } });
  const byId = new Map(decisions.map((decision) => [decision.id, decision]));
  const errorOf = (refusal: Refusal): DomainError => {
    if (refusal.error === 'NotFound') return new NotFound('registration');
    if (refusal.error === 'NotAllowed') return new NotAllowed();
    const conflict = new Conflict(refusal.status, 'STATUS', byId.get(refusal.decisionId ?? '') ?? null);
    return Object.assign(conflict, { message: refusal.message, said: refusal.said ?? null });
  };
  return new Map(Object.entries(refusals).map(([id, refusal]) => [id, errorOf(refusal)]));
}
