import type { Environment } from '../environment.ts';

/** A decision with its developer and portal. Returns null and logs a line if the registration was deleted. */
export async function findDecision({ app, log }: Environment, decisionId: string) {
  const decision = await app.prisma.decision.findUnique({ where: { id: decisionId } });
  const developer =
    decision && (await app.prisma.developer.findUnique({ where: { id: decision.developerId }, include: { portal: true } }));
  if (developer) return { decision, developer };
  log.info({ decisionId }, 'no mail about the decision: the registration was deleted');
  return null;
}
