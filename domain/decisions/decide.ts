import * as z from 'zod';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { line, lines, manyIds, parseInput } from '../input.ts';
import type { Caller } from '../permissions.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { acts, type DecisionVerb } from './acts.ts';
import { decideTogether } from './decide-together.ts';
import { type DecisionResult, groupByGroup } from './each-on-its-own.ts';
import { beginUnderKey, decideUnderKey, LONGEST_KEY } from './idempotency.ts';
import { portalsOf, reasonFor, templateName } from './reason-for.ts';

/** @limit developers: Developers that one transaction decides about. Beyond: Another transaction follows. */
export const DECIDED_TOGETHER = 100;

const decideInput = z.object({
  ids: manyIds,
  reason: lines.nullish(),
  reasonTemplate: templateName.nullish(),
  note: lines.nullish(),
  idempotencyKey: line(LONGEST_KEY).nullish(),
});

export type DecideInput = z.input<typeof decideInput>;

/** Goes in the order of the ids, so that two calls never wait for each other. Returns the outcomes in the order of the input. */
export async function decide(
  app: App,
  caller: Caller | null,
  verb: DecisionVerb,
  input: DecideInput,
): Promise<DecisionResult[]> {
  if (!caller) throw new NotAllowed();
  const { ids, note = null, idempotencyKey = null, ...more } = parseInput(decideInput, input);
  const given = { reason: more.reason ?? null, reasonTemplate: more.reasonTemplate ?? null };
  const words = { reason: await reasonFor(app, portalsOf(caller, ids), given), note };
  // As it was sent: the text of a saved reason may change until the call is repeated.
  const sent = { ids: ids.toSorted(), note, ...given };
  const call = idempotencyKey ? await beginUnderKey(app, caller, verb, idempotencyKey, sent) : null;
  const decideSome = (tx: Transaction, some: string[]) =>
    decideTogether(tx, caller, acts[verb], some, { ...words, idempotencyKeyId: call?.id ?? null });
  const results = await groupByGroup(ids.toSorted(), DECIDED_TOGETHER, (group) =>
    call ? decideUnderKey(app, caller, call, group, decideSome) : transaction(app, (tx) => decideSome(tx, group)),
  );
  const byId = new Map(results.map((result) => [result.id, result]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
