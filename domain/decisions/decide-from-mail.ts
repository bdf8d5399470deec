import * as z from 'zod';
import type { Developer, Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { Conflict, InvalidToken, NotFound } from '../errors.ts';
import { lines, parseInput } from '../input.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { decide } from './decide.ts';
import { findDecideLink, whyNotReader } from './find-decide-link.ts';

const decideFromMailInput = z.object({
  token: z.string(),
  act: z.enum(['APPROVE', 'REJECT']),
  reason: lines.nullish(),
  note: lines.nullish(),
});

const VERBS = { APPROVE: 'approve', REJECT: 'reject' } as const;

/** Decides as the admin to whom the link was emailed. @param caller the admin who is logged in */
export async function decideFromMail(
  app: App,
  caller: AdminWithRoles | null,
  input: z.input<typeof decideFromMailInput>,
): Promise<{ developer: Developer; portal: Portal }> {
  const { token, act, reason, note } = parseInput(decideFromMailInput, input);
  const link = await findDecideLink(app, hashSecret(token));
  if (!link) throw new InvalidToken();
  const refused = whyNotReader(link, caller);
  if (refused) throw refused;
  const { admin, developer, deadBecause, decision } = link;
  if (decision && decision.to !== 'PENDING') throw new Conflict(decision.to, undefined, decision);
  if (deadBecause) throw new InvalidToken();
  const [result] = await decide(app, admin, VERBS[act], { ids: [developer.id], reason, note });
  if (!result?.developer || result.error instanceof NotFound) throw new InvalidToken();
  if (result.error) throw result.error;
  return { developer: result.developer, portal: developer.portal };
}
