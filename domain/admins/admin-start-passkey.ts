import type { App } from '../app.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import { adminRelyingParty } from '../passkeys/relying-party.ts';
import { creationOptions } from '../passkeys/webauthn.ts';
import { openChallenge } from '../second-factors/challenges.ts';
import { knownPasskeys } from '../second-factors/known-passkeys.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { beginEnrolment, type Enrolment } from './begin-enrolment.ts';

export type StartedPasskey = { challenge: string; expiresAt: Date; options: string };

/** Nothing is set up before `adminAddPasskey`. */
export async function adminStartPasskey(app: App, caller: LoggedInAdmin | null, input: Enrolment): Promise<StartedPasskey> {
  return await beginEnrolment(app, caller, input, async (tx, { id, email }, sessionId) => {
    const owner = { adminId: id };
    const { token, expiresAt } = await openChallenge(tx, owner, { purpose: 'ENROL_PASSKEY', sessionId });
    const known = await knownPasskeys(tx, owner);
    const user = { id, name: `${email} (admin)`, displayName: email };
    const options = await creationOptions(adminRelyingParty(app), hashSecret(token), user, known);
    return { challenge: token, expiresAt, options };
  });
}
