import type { Environment } from '../environment.ts';

/**
 * A decision to tell by mail, with its developer and portal. Returns null and logs a line where it would no longer be true: the
 * registration was deleted, its status has changed since, or a later decision for the same status has a mail of its own.
 */
export async function findDecision({ app, log }: Environment, decisionId: string) {
  const decision = await app.prisma.decision.findUnique({ where: { id: decisionId } });
  const developer =
    decision && (await app.prisma.developer.findUnique({ where: { id: decision.developerId }, include: { portal: true } }));
  if (developer && developer.status === decision.to) {
    const { developerId, to, createdAt } = decision;
    const later = await app.prisma.decision.count({ where: { developerId, to, createdAt: { gt: createdAt } } });
    if (later === 0) return { decision, developer };
  }
  log.info({ decisionId }, 'no mail about the decision: the registration was deleted, or decided again');
  return null;
}
