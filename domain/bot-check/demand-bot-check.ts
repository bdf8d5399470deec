import * as z from 'zod';
import { type Portal, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { BotCheckRequired } from '../errors.ts';
import { saying, tooLong } from '../issue.ts';
import { type Caller, may } from '../permissions.ts';
import { readSolution } from './challenge.ts';
import { asksFor, challengeIn } from './find-bot-challenge.ts';
import { noteAct } from './flood.ts';

/** @limit characters: Solution of a challenge for strangers. Beyond: InvalidInput. */
export const LONGEST_SOLUTION = 2_048;

export const botCheck = z
  .string()
  .refine((text) => text.length <= LONGEST_SOLUTION, { ...tooLong(LONGEST_SOLUTION), abort: true })
  .refine((text) => /^[\w+/=-]*$/.test(text), saying('MALFORMED', 'Must be Base64 text.'))
  .nullish();

/** Who acts, if it is an admin or an API token. */
export type CallerOf = () => Promise<Caller | null>;

type Fault = BotCheckRequired['reason'];

/**
 * Call it when the input was right, so that a mistake in a form uses no solution up. What it answers depends on the portal, its flood and
 * the solution alone. A process that stops after it has used the solution up: then the page solves another one.
 * @throws BotCheckRequired
 */
export async function demandBotCheck(
  app: App,
  portal: Portal,
  given: string | null | undefined,
  callerOf: CallerOf,
): Promise<void> {
  if (portal.botCheck === 'OFF') return;
  const caller = await callerOf();
  if (caller && may(caller, 'read', portal.id)) return;
  const flood = await noteAct(app, portal);
  if (!asksFor(portal, flood)) return;
  const fault = given ? await takeSolution(app, portal, given) : 'MISSING';
  app.measures.botCheck(fault ?? 'passed');
  if (fault) throw new BotCheckRequired(fault, await challengeIn(app, portal, flood));
}

/** The unique key decides which of several acts with one solution is the first. Returns what is wrong, if anything is. */
async function takeSolution(app: App, portal: Portal, given: string): Promise<Fault | null> {
  const solution = await readSolution(app.keys, portal.id, given);
  if (!solution) return 'WRONG';
  const { hash } = solution;
  const expiresAt = Prisma.sql`${solution.expiresAt.toISOString()}::timestamptz`;
  const [{ isTaken, isInTime }] = await app.prisma.$queryRaw<[{ isTaken: boolean; isInTime: boolean }]>`
    WITH taken AS (
      INSERT INTO used_bot_checks (hash, expires_at) SELECT ${hash}::bytea, ${expiresAt}
      WHERE ${expiresAt} > now()
      ON CONFLICT DO NOTHING
      RETURNING hash
    )
    SELECT EXISTS (SELECT FROM taken) AS "isTaken", ${expiresAt} > now() AS "isInTime"`;
  if (isTaken) return null;
  return isInTime ? 'USED' : 'EXPIRED';
}
