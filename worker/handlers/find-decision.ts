import { findLater } from '../../domain/decisions/find-later.ts';
import type { Environment } from '../environment.ts';
import { Postponed } from '../postponed.ts';

/** A decision to mail. Null, with a line in the log, if it is not true any more or a later decision has a mail of its own. */
export async function findDecision({ app, log }: Environment, decisionId: string) {
  const decision = await app.prisma.decision.findUnique({ where: { id: decisionId } });
  const later = decision && (await findLater(app, decision));
  // If the later decision is undone, this one is to be mailed after all.
  if (later?.undoableUntil) throw new Postponed(later.undoableUntil);
  const developer =
    decision && (await app.prisma.developer.findUnique({ where: { id: decision.developerId }, include: { portal: true } }));
  if (developer && later?.status === decision.to && !later.isSame) return { decision, developer };
  log.info({ decisionId }, 'no mail about the decision: the registration was deleted, or there is a later decision');
  return null;
}
