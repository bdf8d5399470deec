import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';
import type { Answer } from '../providers/exchange-code.ts';
import { namesIn } from '../providers/read-claim.ts';
import type { TrialClaims } from '../sso-connections/trial-claims.ts';
import { isStorable } from '../text.ts';
import { transaction } from '../transaction.ts';
import type { ConnectionAtPortal } from './find-connection.ts';
import { readPerson, requireEnough } from './person.ts';
import { SsoRefusal } from './refusal.ts';

/**
 * So that an admin who began a trial late can still read what came of it. It counts from the end of the link to the trial.
 * @limit Time that a trial is kept after its link ended. Beyond: The trial is deleted.
 */
export const TRIAL_KEPT_MS = 45 * MINUTE_MS;

/**
 * Stores the outcome of a trial for the admin who began it and, if it succeeded, that the connection was tested. A trial
 * without an address did not succeed, because a new person could not log in like that. Nothing else changes.
 */
export async function finishTrial(
  app: App,
  connection: ConnectionAtPortal,
  trialId: string,
  askProvider: () => Promise<Answer>,
): Promise<void> {
  try {
    const told = describe(connection, await askProvider());
    // Settings that changed meanwhile are not the ones that were tested.
    const tested = { id: connection.id, updatedAt: connection.updatedAt };
    await transaction(app, async (tx) => {
      const finishedAt = await databaseNow(tx);
      const testedAt = told.email === null ? connection.testedAt : finishedAt;
      await tx.ssoTrial.updateMany({ where: { id: trialId }, data: { finishedAt, claims: told } });
      await tx.ssoConnection.updateMany({ where: tested, data: { testedAt, updatedAt: connection.updatedAt } });
    });
  } catch (error) {
    await failTrial(app, trialId, error);
  }
}

/** Stores why a trial failed. @throws `error` itself if it is not an SsoRefusal */
export async function failTrial(app: App, trialId: string, error: unknown): Promise<void> {
  if (!(error instanceof SsoRefusal)) throw error;
  const { reason, message: detail } = error;
  await app.prisma.$executeRaw`
    UPDATE sso_trials SET finished_at = now(), reason = ${reason}, detail = ${detail} WHERE id = ${trialId}::uuid`;
}

/** What would be kept of the person; of other claims, only the names. @throws SsoRefusal if that is not enough */
function describe(connection: ConnectionAtPortal, answer: Answer): TrialClaims {
  const person = readPerson(connection, answer);
  requireEnough(connection, person);
  const { issuer, subject, address, isVouchedFor, fullName, groups } = person;
  const mapped = ['sub', 'iss', 'email_verified', connection.nameClaim, connection.emailClaim, connection.groupsClaim];
  const otherClaims = namesIn(answer.claims).filter((claim) => !mapped.includes(claim) && isStorable(claim));
  const email = address?.canonical ?? null;
  return { issuer, subject, fullName, email, emailVerified: isVouchedFor, groups: groups ?? [], otherClaims };
}
