import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';
import { newId } from '../ids.ts';

/** @limit Time of one log-in at a provider. Beyond: The page `sso-failed` with EXPIRED. */
export const ATTEMPT_TTL_MS = 10 * MINUTE_MS;

type NewAttempt = {
  hash: Uint8Array<ArrayBuffer>;
  connectionId: string;
  returnTo?: string | null;
  challenge?: string | null;
  callback?: string | null;
  isProof?: boolean;
  trialId?: string | undefined;
  developerId?: string | undefined;
  invitationId?: string | undefined;
};

export async function storeAttempt({ prisma }: App, attempt: NewAttempt): Promise<void> {
  const { hash, connectionId, returnTo = null, challenge = null, callback = null, isProof = false } = attempt;
  const { trialId = null, developerId = null, invitationId = null } = attempt;
  await prisma.$executeRaw`
    INSERT INTO sso_attempts (id, hash, connection_id, return_to, challenge, callback, is_proof, trial_id, developer_id, invitation_id,
      expires_at)
    VALUES (${newId()}::uuid, ${hash}, ${connectionId}::uuid, ${returnTo}, ${challenge}, ${callback}, ${isProof}, ${trialId}::uuid,
      ${developerId}::uuid, ${invitationId}::uuid, ${fromNow(ATTEMPT_TTL_MS)})`;
}
