import { type Decision, type Developer, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { type Caller, may } from '../permissions.ts';

type Signed = Pick<Decision, 'portalId' | 'adminId' | 'apiTokenId'>;

export const mayUndo = (caller: Caller, decision: Signed): boolean =>
  may(caller, 'decide', decision.portalId) && (isOwn(caller, decision) || may(caller, 'undoForOthers', decision.portalId));

/** Also a decision that a token made for its maker is the maker's own. */
const isOwn = (caller: Caller, { adminId, apiTokenId }: Signed): boolean =>
  'apiToken' in caller ? apiTokenId === caller.apiToken.id : adminId === caller.id;

/** Returns the ids of those of these developers about whom the admin may undo a decision now. */
export async function whereUndoable({ prisma }: App, caller: Caller, developers: Developer[]): Promise<Set<string>> {
  const asked = developers.filter(({ statusToldAt, portalId }) => !statusToldAt && may(caller, 'decide', portalId));
  if (asked.length === 0) return new Set();
  const ids = asked.map(({ id }) => id);
  const decisions = await prisma.$queryRaw<(Signed & { developerId: string })[]>`
    SELECT developer_id AS "developerId", portal_id AS "portalId", admin_id AS "adminId", api_token_id AS "apiTokenId"
    FROM (${undoable(Prisma.sql`developer.id = ANY(${ids}::uuid[])`)}) decision
    WHERE EXISTS (SELECT FROM jobs WHERE jobs.id = decision.id AND attempt = 0)`;
  return new Set(decisions.filter((decision) => mayUndo(caller, decision)).map(({ developerId }) => developerId));
}

/** The decision that the person has not learned of by an answer, if nothing was decided since. */
export const undoable = (which: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT decision.* FROM decisions decision JOIN developers developer ON developer.id = developer_id
  WHERE ${which} AND undoable_until IS NOT NULL AND status = "to" AND status_told_at IS NULL
    AND NOT EXISTS (
      SELECT FROM decisions later
      WHERE later.developer_id = developer.id AND later.created_at > decision.created_at AND later.undoes_id IS NULL
        AND NOT EXISTS (SELECT FROM decisions undoing WHERE undoing.undoes_id = later.id)
    )`;
