import type { Developer } from '../../prisma/generated/client/client.ts';
import type { DecisionResult } from '../decisions/each-on-its-own.ts';
import { type DomainError, NotFound } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { type AdminWithRoles, may } from '../permissions.ts';
import type { Transaction } from '../transaction.ts';

type Claim = { claimedById: string; claimedUntil: Date } | { claimedById: null; claimedUntil: null };

/** @returns the requests in the same order, with the claim */
export async function setClaims(tx: Transaction, requests: Developer[], claim: Claim): Promise<Developer[]> {
  const where = { id: { in: requests.map(({ id }) => id) } };
  const changed = await tx.developer.updateManyAndReturn({ where, data: claim });
  return requests.flatMap(({ id }) => changed.find((row) => row.id === id) ?? []);
}

export async function recordClaims(
  tx: Transaction,
  type: 'request.claimed' | 'request.released',
  admin: AdminWithRoles,
  requests: Developer[],
): Promise<void> {
  const actor = byAdmin(admin);
  const events = requests.map(({ id, portalId }) => {
    const subject = { kind: 'DEVELOPER', id } as const;
    return { type, portalId, actor, subject, data: {} };
  });
  await record(tx, ...events);
}

/** One outcome for each id: NotFound if the admin cannot read it, else what `whyNot` says. */
export const outcomesOf = (
  admin: AdminWithRoles,
  ids: string[],
  locked: Developer[],
  whyNot: (developer: Developer) => DomainError | null,
): DecisionResult[] =>
  ids.map((id) => {
    const developer = locked.find((row) => row.id === id);
    if (!developer || !may(admin, 'read', developer.portalId)) {
      return { id, developer: null, error: new NotFound('registration') };
    }
    return { id, developer, error: whyNot(developer) };
  });

export const withChanges = (outcomes: DecisionResult[], changed: Developer[]): DecisionResult[] =>
  outcomes.map((outcome) => {
    const developer = changed.find(({ id }) => id === outcome.developer?.id);
    return developer ? { ...outcome, developer } : outcome;
  });
