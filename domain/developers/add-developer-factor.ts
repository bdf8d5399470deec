import type { FactorChallenge, Prisma } from '../../prisma/generated/client/client.ts';
import { InvalidToken } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { type AddedFactor, addFactor } from '../second-factors/add-factor.ts';
import { closeChallenge } from '../second-factors/challenges.ts';
import { noteUsed } from '../tokens/note-used.ts';
import type { Transaction } from '../transaction.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import { lockDeveloper } from './lock-developer.ts';
import { tellFactorChanged } from './tell-factor-changed.ts';

type NewFactor = Omit<Prisma.SecondFactorUncheckedCreateInput, 'adminId' | 'developerId'>;

/**
 * The end of setting up a factor of any kind. Ends the link that it began with, and all other sessions.
 * @param ownSessionId the session of the caller, which stays
 */
export async function addDeveloperFactor(
  tx: Transaction,
  challenge: FactorChallenge & { developerId: string },
  factor: NewFactor,
  ownSessionId: string | null,
): Promise<AddedFactor> {
  const { developerId, sessionId } = challenge;
  const developer = await lockDeveloper(tx, developerId);
  // A link sets up the first factor only, and a session another one only.
  const isFirst = sessionId === null;
  if (developer?.status !== 'APPROVED' || developer.hasSecondFactor === isFirst) {
    throw new InvalidToken('STEP');
  }
  await closeChallenge(tx, challenge);
  const added = await addFactor(tx, { developerId }, factor);
  const { portalId } = developer;
  await endLinks(tx, developerId, portalId);
  await endOtherSessions(tx, developerId, ownSessionId);
  const { id, kind } = added.secondFactor;
  await record(tx, {
    type: 'second-factor.added',
    portalId,
    actor: byDeveloper(developerId),
    subject: { kind: 'DEVELOPER', id: developerId },
    data: { factorId: id, kind },
  });
  await tellFactorChanged(tx, developer, 'ADDED');
  return added;
}

async function endLinks(tx: Transaction, developerId: string, portalId: string): Promise<void> {
  const where = { developerId, purpose: 'SECOND_FACTOR' } as const;
  for (const link of await tx.token.findMany({ where }))
    await noteUsed(tx, { hash: link.hash, purpose: 'SECOND_FACTOR' }, portalId);
  await tx.token.deleteMany({ where });
}
