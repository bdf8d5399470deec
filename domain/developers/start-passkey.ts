import type { App } from '../app.ts';
import { portalRelyingParty } from '../passkeys/relying-party.ts';
import { creationOptions } from '../passkeys/webauthn.ts';
import { openChallenge } from '../second-factors/challenges.ts';
import { knownPasskeys } from '../second-factors/known-passkeys.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { beginEnrolment, type Enrolment } from './begin-enrolment.ts';
import type { LoggedInDeveloper } from './find-session.ts';

export type StartedPasskey = { challenge: string; expiresAt: Date; options: string };

/** Nothing is set up before `addPasskey`. */
export async function startPasskey(app: App, caller: LoggedInDeveloper | null, input: Enrolment): Promise<StartedPasskey> {
  return await beginEnrolment(app, caller, input, async (tx, { developer, portal, sessionId }) => {
    const { id, email, fullName } = developer;
    const owner = { developerId: id };
    const { token, expiresAt } = await openChallenge(tx, owner, { purpose: 'ENROL_PASSKEY', sessionId });
    const known = await knownPasskeys(tx, owner);
    const user = { id, name: `${email} (${portal.name})`, displayName: fullName };
    const options = await creationOptions(portalRelyingParty(app, portal), hashSecret(token), user, known);
    return { challenge: token, expiresAt, options };
  });
}
