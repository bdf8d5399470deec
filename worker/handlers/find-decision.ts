import type { Environment } from '../environment.ts';

/** A decision to mail. Null, with a line in the log, if it is not true any more or a later decision has a mail of its own. */
export async function findDecision({ app, log }: Environment, decisionId: string) {
  const decision = await app.prisma.decision.findUnique({ where: { id: decisionId } });
  const developer =
    decision && (await app.prisma.developer.findUnique({ where: { id: decision.developerId }, include: { portal: true } }));
  if (developer && developer.status === decision.to) {
    const { developerId, to, createdAt } = decision;
    const later = await app.prisma.decision.count({ where: { developerId, to, createdAt: { gt: createdAt }, undoesId: null } });
    if (later === 0) return { decision, developer };
  }
  log.info({ decisionId }, 'no mail about the decision: the registration was deleted, or there is a later decision');
  return null;
}
