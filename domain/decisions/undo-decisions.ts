import * as z from 'zod';
import { type Decision, type Developer, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { Conflict, NotAllowed, NotFound } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { isId, newId } from '../ids.ts';
import { ids, parseInput } from '../input.ts';
import { untriedRemoved } from '../jobs/remove-jobs.ts';
import { type Caller, inReach, signedBy } from '../permissions.ts';
import { noteRefusals } from '../rules/refusals.ts';
import { endSsoLinks } from '../tokens/end-links.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { shutsOut } from './acts.ts';
import { type DecisionResult, eachOnItsOwn, type Outcome } from './each-on-its-own.ts';
import { latestDecisions } from './latest-decisions.ts';
import { mayUndo, undoable } from './undoable.ts';

const undoInput = z.object({ ids });

/** Takes back decisions that the person has not learned of. Returns the outcomes in the order of the ids. */
export async function undoDecisions(
  app: App,
  caller: Caller | null,
  input: z.input<typeof undoInput>,
): Promise<DecisionResult[]> {
  if (!caller) throw new NotAllowed();
  return await eachOnItsOwn(parseInput(undoInput, input).ids, (id) => transaction(app, (tx) => undo(tx, caller, id)));
}

async function undo(tx: Transaction, caller: Caller, id: string): Promise<Outcome> {
  const decision = isId(id) ? await tx.decision.findFirst({ where: { id, ...inReach(caller) } }) : null;
  if (!decision) throw new NotFound('decision');
  const developer = await lock(tx, decision.developerId);
  if (!developer) throw new NotFound('registration');
  const { portalId } = decision;
  if (!mayUndo(caller, decision)) return { developer, error: new NotAllowed() };
  const undoing = await takeBack(tx, caller, decision);
  if (!undoing) return { developer, error: await tooLate(tx, developer) };
  if (shutsOut(decision.from)) {
    await tx.token.deleteMany({ where: { developerId: developer.id } });
    await endSsoLinks(tx, developer.id);
  }
  await record(tx, {
    type: 'developer.decision-undone',
    portalId,
    actor: byCaller(caller),
    subject: { kind: 'DEVELOPER', id: developer.id },
    data: { decisionId: undoing, undoesId: id, from: decision.to, to: decision.from },
  });
  const undone = await tx.developer.findUniqueOrThrow({ where: { id: developer.id } });
  if (shutsOut(decision.from) || shutsOut(decision.to)) await noteRefusals(tx, [undone]);
  return { developer: undone, error: null };
}

const lock = async (tx: Transaction, id: string): Promise<Developer | null> => {
  await tx.$executeRaw`SELECT FROM developers WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return await tx.developer.findUnique({ where: { id } });
};

/** The developer must be locked. Without its email, which must not be tried yet, nothing happens. Returns the id of the new decision. */
async function takeBack(tx: Transaction, caller: Caller, { id }: Decision): Promise<string | null> {
  const { kind } = byCaller(caller);
  const { adminId, apiTokenId } = signedBy(caller);
  const [undoing] = await tx.$queryRaw<[{ id: string }?]>`
    WITH decision AS MATERIALIZED (${undoable(Prisma.sql`decision.id = ${id}::uuid`)}),
    mail AS (${untriedRemoved(Prisma.sql`decision`)}),
    undone AS (SELECT decision.* FROM decision JOIN mail USING (id)),
    developer AS (UPDATE developers SET status = "from", updated_at = now() FROM undone WHERE developers.id = developer_id)
    INSERT INTO decisions (id, portal_id, developer_id, "from", "to", by, admin_id, api_token_id, undoes_id, created_at)
    SELECT ${newId()}::uuid, portal_id, developer_id, "to", "from", ${kind}::"DecisionMaker", ${adminId}::uuid, ${apiTokenId}::uuid, id,
      clock_timestamp()
    FROM undone
    RETURNING id`;
  return undoing?.id ?? null;
}

async function tooLate(tx: Transaction, { id, status }: Developer): Promise<Conflict> {
  const latest = (await latestDecisions(tx, [id])).get(id) ?? null;
  return new Conflict(status, 'NOT_UNDONE', latest);
}
