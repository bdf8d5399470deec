import { createHash } from 'node:crypto';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import { InvalidInput } from '../errors.ts';
import { isId, newId } from '../ids.ts';
import { type Caller, inReach, signedBy } from '../permissions.ts';
import { type Transaction, transaction } from '../transaction.ts';
import type { DecisionVerb } from './acts.ts';
import type { Outcome } from './each-on-its-own.ts';
import { errorsOf, type Refusals, refusalOf } from './refusals.ts';

/** @limit characters: `idempotencyKey`. Beyond: InvalidInput. */
export const LONGEST_KEY = 255;
/** @limit Time that an `idempotencyKey` is known. Beyond: The same key begins a new call. */
export const KEY_KNOWN_MS = DAY_MS;
/** @limit keys: `idempotencyKey`s of one admin or one token that are known at once. Beyond: The oldest one is forgotten. */
export const MOST_KEYS = 1_000;

/** A call that its admin or its token can repeat. */
export type Call = { id: string };

type Owner = ReturnType<typeof signedBy>;

/** Begins the call, or finds the same call that began earlier. */
export async function beginUnderKey(
  { prisma }: App,
  caller: Caller,
  act: DecisionVerb,
  key: string,
  input: object,
): Promise<Call> {
  const { adminId, apiTokenId } = ownerOf(caller);
  const inputHash = createHash('sha256').update(JSON.stringify(input)).digest();
  const [begun] = await prisma.$queryRaw<[Call?]>`
    INSERT INTO idempotency_keys AS known (id, admin_id, api_token_id, act, key, input_hash)
    VALUES (${newId()}::uuid, ${adminId}::uuid, ${apiTokenId}::uuid, ${act}, ${key}, ${inputHash})
    ON CONFLICT (admin_id, api_token_id, act, key) DO UPDATE
      SET id = excluded.id, input_hash = excluded.input_hash, refusals = excluded.refusals, created_at = excluded.created_at
      WHERE known.created_at < ${ago(KEY_KNOWN_MS)}
    RETURNING id`;
  if (begun) return await withoutOldest(prisma, { adminId, apiTokenId }, begun);
  const known = await prisma.idempotencyKey.findFirst({ where: { adminId, apiTokenId, act, key } });
  if (known && inputHash.equals(known.inputHash)) return known;
  const message = 'This key was used for another input. Use a new key, or send the same input again.';
  throw new InvalidInput([{ path: ['idempotencyKey'], code: 'TAKEN', message }]);
}

/** A token has keys of its own, so that it never meets those of its maker. */
const ownerOf = (caller: Caller): Owner => ({ ...signedBy(caller), ...('apiToken' in caller && { adminId: null }) });

async function withoutOldest(prisma: App['prisma'], { adminId, apiTokenId }: Owner, begun: Call): Promise<Call> {
  await prisma.$executeRaw`
    DELETE FROM idempotency_keys WHERE id IN (
      SELECT id FROM idempotency_keys WHERE admin_id = ${adminId}::uuid OR api_token_id = ${apiTokenId}::uuid ORDER BY created_at DESC, id DESC OFFSET ${MOST_KEYS}
    )`;
  return begun;
}

/** Acts on the developers that the call has not handled yet, and answers for the others what it answered then. */
export async function decideUnderKey(
  app: App,
  caller: Caller,
  { id }: Call,
  ids: string[],
  decide: (tx: Transaction, ids: string[]) => Promise<Outcome[]>,
): Promise<Outcome[]> {
  return await transaction(app, async (tx) => {
    // The same call may run twice at once.
    const [call] = await tx.$queryRaw<[{ refusals: Refusals }?]>`
      SELECT refusals FROM idempotency_keys WHERE id = ${id}::uuid FOR UPDATE`;
    const told = await toldBefore(tx, caller, id, ids, call?.refusals ?? {});
    const untried = ids.filter((one) => !told.has(one));
    const outcomes = await decide(tx, untried);
    const refused = Object.fromEntries(untried.flatMap((one, at) => (isId(one) ? refusalOf(one, outcomes[at]?.error) : [])));
    await tx.$executeRaw`
      UPDATE idempotency_keys SET refusals = refusals || ${JSON.stringify(refused)}::jsonb WHERE id = ${id}::uuid`;
    return ids.map((one) => told.get(one) ?? outcomes[untried.indexOf(one)] ?? { developer: null, error: null });
  });
}

/** The outcomes that the call had already. A developer is shown as it is now. */
async function toldBefore(
  tx: Transaction,
  caller: Caller,
  callId: string,
  ids: string[],
  refusals: Refusals,
): Promise<Map<string, Outcome>> {
  const decisions = await tx.decision.findMany({
    where: { idempotencyKeyId: callId, developerId: { in: ids.filter(isId) } },
    select: { developerId: true },
  });
  const told = [...decisions.map(({ developerId }) => developerId), ...ids.filter((id) => Object.hasOwn(refusals, id))];
  if (told.length === 0) return new Map();
  const developers = await tx.developer.findMany({ where: { id: { in: told.filter(isId) }, ...inReach(caller) } });
  const byId = new Map(developers.map((developer) => [developer.id, developer]));
  const errors = await errorsOf(tx, refusals);
  return new Map(told.map((id) => [id, { developer: byId.get(id) ?? null, error: errors.get(id) ?? null }]));
}
