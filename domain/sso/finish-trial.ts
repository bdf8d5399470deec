import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';
import type { Answer } from '../providers/exchange-code.ts';
import { namesIn } from '../providers/read-claim.ts';
import type { Connection } from '../sso-connections/connection.ts';
import type { TrialClaims } from '../sso-connections/trial-claims.ts';
import { isStorable } from '../text.ts';
import { transaction } from '../transaction.ts';
import { readPerson, requireEnough, requireVouched } from './person.ts';
import { SsoRefusal } from './refusal.ts';

// An admin who began the trial late can still read its outcome.
/** @limit Time that a trial is kept after its link ended. Beyond: The trial is deleted. */
export const TRIAL_KEPT_MS = 45 * MINUTE_MS;

/**
 * A trial without an email address fails, because a new person could not log in like that. A trial of the installation also needs a
 * verified one.
 */
export async function finishTrial(
  app: App,
  connection: Connection,
  trialId: string,
  askProvider: () => Promise<Answer>,
): Promise<void> {
  try {
    const told = describe(connection, await askProvider());
    // If the settings have changed, they are not the tested ones.
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

export async function failTrial(app: App, trialId: string, error: unknown): Promise<void> {
  if (!(error instanceof SsoRefusal)) throw error;
  const { reason, message: detail } = error;
  await app.prisma.$executeRaw`
    UPDATE sso_trials SET finished_at = now(), reason = ${reason}, detail = ${detail} WHERE id = ${trialId}::uuid`;
}

/** Only the names of the other claims are kept. */
function describe(connection: Connection, answer: Answer): TrialClaims {
  const person = readPerson(connection, answer);
  requireEnough(connection, person);
  if (!connection.portal) requireVouched(connection, person);
  const { issuer, subject, address, isVouchedFor, fullName, groups } = person;
  const mapped = ['sub', 'iss', 'email_verified', connection.nameClaim, connection.emailClaim, connection.groupsClaim];
  const otherClaims = namesIn(answer.claims).filter((claim) => !mapped.includes(claim) && isStorable(claim));
  const email = address?.canonical ?? null;
  return { issuer, subject, fullName, email, emailVerified: isVouchedFor, groups: groups ?? [], otherClaims };
}
