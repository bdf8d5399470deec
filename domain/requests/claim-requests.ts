import * as z from 'zod';
import type { Developer } from '../../prisma/generated/client/client.ts';
import { lockAdmin } from '../admins/lock-admin.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import type { DecisionResult } from '../decisions/each-on-its-own.ts';
import { MINUTE_MS } from '../durations.ts';
import { InvalidInput, NotAllowed, NotFound } from '../errors.ts';
import { idsUpTo, parseInput } from '../input.ts';
import { type AdminWithRoles, inReach, may, mayAnywhere } from '../permissions.ts';
import { getPortal } from '../portals/find-portal.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { outcomesOf, recordClaims, setClaims, withChanges } from './change-claims.ts';
import { lockDevelopers, lockFreeRequests } from './lock-requests.ts';
import { isClaimed, whyNotClaim } from './why-not-claim.ts';

/** @limit Time that a claim lasts, if it is not renewed. Beyond: Another admin can claim the request. */
export const CLAIM_MS = 2 * MINUTE_MS;
/** @limit requests: Requests that one admin has claimed at a time. Beyond: InvalidInput. */
export const MOST_CLAIMS = 20;

const claimInput = z.object({
  portal: z.string().nullish(),
  count: z.int().min(1, 'Must be at least 1.').max(MOST_CLAIMS, `Must be at most ${MOST_CLAIMS}.`).nullish(),
  ids: idsUpTo(MOST_CLAIMS).nullish(),
});

/** Hands the oldest free requests to the admin, or these. Those that the admin has claimed already are renewed. */
export async function claimRequests(
  app: App,
  admin: AdminWithRoles | null,
  input: z.input<typeof claimInput>,
): Promise<DecisionResult[]> {
  if (!admin) throw new NotAllowed();
  const { portal, count, ids } = parseInput(claimInput, input);
  if ((count == null) === (ids == null)) {
    throw new InvalidInput([{ path: ['count'], code: 'CONTRADICTORY', message: 'Give either `count` or `ids`.' }]);
  }
  const portalId = portal == null ? null : (await getPortal(app, portal)).id;
  return await transaction(app, async (tx) => {
    // The claims of an admin are counted under this lock, and roles change under it.
    await lockAdmin(tx, admin.id);
    const me = await tx.admin.findUnique({ where: { id: admin.id }, include: { roles: true } });
    if (!me) throw new NotAllowed();
    if (portalId !== null && !may(me, 'read', portalId)) throw new NotFound('portal');
    if (portalId === null ? !mayAnywhere(me, 'decide') : !may(me, 'decide', portalId)) throw new NotAllowed();
    if (ids) return await claimThese(tx, me, ids, portalId);
    const portalIds = portalId === null ? (inReach(me, 'decide').portalId?.in ?? null) : [portalId];
    return await claimOldest(tx, me, portalIds, count ?? 0);
  });
}

async function claimOldest(tx: Transaction, admin: AdminWithRoles, portalIds: string[] | null, count: number) {
  const now = await databaseNow(tx);
  await demandRoom(tx, admin, [], count, 'count', now);
  const claimed = await claim(tx, admin, await lockFreeRequests(tx, portalIds, count), now);
  return claimed.map((developer) => ({ id: developer.id, developer, error: null }));
}

async function claimThese(tx: Transaction, admin: AdminWithRoles, ids: string[], portalId: string | null) {
  const now = await databaseNow(tx);
  const locked = await lockDevelopers(tx, ids);
  const atPortal = locked.filter((developer) => portalId === null || developer.portalId === portalId);
  const outcomes = outcomesOf(admin, ids, atPortal, (developer) => whyNotClaim(admin, developer, now));
  const free = outcomes.flatMap(({ developer, error }) => (developer && !error ? [developer] : []));
  await demandRoom(tx, admin, free, free.length, 'ids', now);
  return withChanges(outcomes, await claim(tx, admin, free, now));
}

/** @param renewed are not counted twice */
async function demandRoom(
  tx: Transaction,
  admin: AdminWithRoles,
  renewed: Developer[],
  count: number,
  path: string,
  now: Date,
) {
  const held = await tx.developer.count({
    where: {
      claimedById: admin.id,
      claimedUntil: { gt: now },
      waitingSince: { not: null },
      id: { notIn: renewed.map(({ id }) => id) },
    },
  });
  if (held + count <= MOST_CLAIMS) return;
  const message = `You can claim ${MOST_CLAIMS} requests at a time, and you have claimed ${held} others.`;
  throw new InvalidInput([{ path: [path], code: 'TOO_MANY', message, parameters: { maximum: MOST_CLAIMS - held } }]);
}

async function claim(tx: Transaction, admin: AdminWithRoles, requests: Developer[], now: Date): Promise<Developer[]> {
  const isNew = (request: Developer) => !isClaimed(request, now) || request.claimedById !== admin.id;
  await recordClaims(tx, 'request.claimed', admin, requests.filter(isNew));
  return await setClaims(tx, requests, { claimedById: admin.id, claimedUntil: new Date(now.getTime() + CLAIM_MS) });
}
