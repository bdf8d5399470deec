import * as z from 'zod';
import type { BulkDecision, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, NotAllowed, Stale } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { lines, parseInput } from '../input.ts';
import { addJob } from '../jobs/add-job.ts';
import { type Caller, may, signedBy } from '../permissions.ts';
import { type Transaction, transaction } from '../transaction.ts';
import type { DecisionVerb } from './acts.ts';
import { reasonFor, templateName } from './reason-for.ts';

/** @limit requests: Requests that `approveAll` and `rejectAll` decide. Beyond: InvalidInput. */
export const MOST_IN_BULK = 10_000;

const bulkInput = z.object({
  expectedCount: z.int().min(1, 'Must be at least 1.').max(MOST_IN_BULK, `Must be at most ${MOST_IN_BULK}.`),
  reason: lines.nullish(),
  reasonTemplate: templateName.nullish(),
  note: lines.nullish(),
});

/** Requests of one portal. `where` is about a row of `developer`. */
type Requests = { portalId: string; where: Prisma.Sql };

/** Fixes who is decided about: all requests that match now. A job decides. */
export async function decideAll(
  app: App,
  caller: Caller | null,
  act: Extract<DecisionVerb, 'approve' | 'reject'>,
  { where, portalId }: Requests,
  input: z.input<typeof bulkInput>,
): Promise<BulkDecision> {
  if (!caller || !may(caller, 'decide', portalId)) throw new NotAllowed();
  const { expectedCount, note = null, ...given } = parseInput(bulkInput, input);
  const reason = await reasonFor(app, { id: portalId }, given);
  return await transaction(app, async (tx) => {
    const id = newId();
    await tx.bulkDecision.create({ data: { id, portalId, ...signedBy(caller), act, reason, note, total: expectedCount } });
    await addItems(tx, id, where, expectedCount);
    await record(tx, {
      type: 'bulk-decision.started',
      portalId,
      actor: byCaller(caller),
      subject: { kind: 'PORTAL', id: portalId },
      data: { bulkDecisionId: id, act, total: expectedCount },
    });
    await addJob(tx, 'runBulkDecision', portalId, { bulkDecisionId: id });
    return await tx.bulkDecision.findUniqueOrThrow({ where: { id } });
  });
}

async function addItems(tx: Transaction, id: string, where: Prisma.Sql, expectedCount: number): Promise<void> {
  const count = await tx.$executeRaw`
    INSERT INTO bulk_decision_items (bulk_decision_id, developer_id)
    SELECT ${id}::uuid, developer.id FROM developers developer WHERE ${where} LIMIT ${MOST_IN_BULK + 1}`;
  if (count > MOST_IN_BULK) {
    const message = `More than ${MOST_IN_BULK} requests match. Use a filter that matches fewer.`;
    throw new InvalidInput([{ path: ['filter'], code: 'TOO_MANY', message, parameters: { maximum: MOST_IN_BULK } }]);
  }
  if (count !== expectedCount) {
    throw new Stale('COUNT', { count, expectedCount });
  }
}
