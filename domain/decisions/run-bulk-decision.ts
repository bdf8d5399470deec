import type { BulkDecision } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import { type Caller, may } from '../permissions.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { acts, type DecisionVerb } from './acts.ts';
import { decideTogether } from './decide-together.ts';
import { whoDecides } from './who-decides.ts';

/** @limit developers: Developers that one transaction of a bulk decision decides about. Beyond: Another transaction follows. */
export const BULK_BATCH = 100;

/** @limit Time that the result of a bulk decision is kept. Beyond: It is deleted. */
export const BULK_KEPT_MS = 30 * DAY_MS;

/** Goes on where an attempt before has stopped. `goesOn` is asked before each batch. */
export async function runBulkDecision(app: App, bulkDecisionId: string, goesOn: () => Promise<boolean>): Promise<void> {
  while ((await goesOn()) && (await transaction(app, (tx) => decideBatch(tx, bulkDecisionId))));
}

/** In the name of the admin or the token, while it may decide at the portal. Returns whether there is more. */
async function decideBatch(tx: Transaction, id: string): Promise<boolean> {
  // Another worker waits for this batch, and goes on after it.
  await tx.$executeRaw`SELECT FROM bulk_decisions WHERE id = ${id}::uuid FOR UPDATE`;
  const bulk = await tx.bulkDecision.findUnique({ where: { id } });
  if (!bulk || bulk.finishedAt) return false;
  const caller = await whoDecides(tx, bulk);
  if (!caller || !may(caller, 'decide', bulk.portalId)) return await finish(tx, bulk);
  const items = await tx.bulkDecisionItem.findMany({
    where: { bulkDecisionId: id },
    orderBy: { developerId: 'asc' },
    take: BULK_BATCH,
  });
  if (items.length === 0) return await finish(tx, bulk);
  await decideItems(
    tx,
    caller,
    bulk,
    items.map(({ developerId }) => developerId),
  );
  return true;
}

async function decideItems(tx: Transaction, caller: Caller, bulk: BulkDecision, ids: string[]): Promise<void> {
  const { id, reason, note } = bulk;
  const outcomes = await decideTogether(tx, caller, acts[bulk.act as DecisionVerb], ids, { reason, note });
  const done = outcomes.filter(({ error }) => error === null).length;
  await tx.bulkDecisionItem.deleteMany({ where: { bulkDecisionId: id, developerId: { in: ids } } });
  await tx.bulkDecision.update({
    where: { id },
    data: { done: { increment: done }, conflicts: { increment: ids.length - done } },
  });
}

async function finish(tx: Transaction, { id }: BulkDecision): Promise<false> {
  await tx.bulkDecisionItem.deleteMany({ where: { bulkDecisionId: id } });
  await tx.bulkDecision.update({ where: { id }, data: { finishedAt: await databaseNow(tx) } });
  return false;
}
