import * as z from 'zod';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import type { DecisionResult } from '../decisions/each-on-its-own.ts';
import { NotAllowed } from '../errors.ts';
import { ids, parseInput } from '../input.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { outcomesOf, recordClaims, setClaims, withChanges } from './change-claims.ts';
import { lockDevelopers } from './lock-requests.ts';
import { whyNotRelease } from './why-not-claim.ts';

const releaseInput = z.object({ ids });

/** So that another admin can claim them before the time of the claim is over. */
export async function releaseRequests(
  app: App,
  admin: AdminWithRoles | null,
  input: z.input<typeof releaseInput>,
): Promise<DecisionResult[]> {
  if (!admin) throw new NotAllowed();
  const { ids } = parseInput(releaseInput, input);
  return await transaction(app, async (tx) => {
    const now = await databaseNow(tx);
    const outcomes = outcomesOf(admin, ids, await lockDevelopers(tx, ids), (developer) => whyNotRelease(admin, developer, now));
    const claimed = outcomes.flatMap(({ developer, error }) => (developer && !error ? [developer] : []));
    await recordClaims(tx, 'request.released', admin, claimed);
    return withChanges(outcomes, await setClaims(tx, claimed, { claimedById: null, claimedUntil: null }));
  });
}
