import type { App } from '../app.ts';
import { openChallenge } from '../second-factors/challenges.ts';
import { newTotpSecret, sealTotpSecret, totpUrl } from '../second-factors/totp.ts';
import { beginEnrolment, type Enrolment } from './begin-enrolment.ts';
import type { LoggedInDeveloper } from './find-session.ts';

export type StartedTotp = { challenge: string; expiresAt: Date; secret: string; url: string };

/** Nothing is set up before `addTotp`. */
export async function startTotp(app: App, caller: LoggedInDeveloper | null, input: Enrolment): Promise<StartedTotp> {
  return await beginEnrolment(app, caller, input, async (tx, { developer, portal, sessionId }) => {
    const secret = newTotpSecret();
    const sealFor = (id: string) => sealTotpSecret(app, id, secret);
    const owner = { developerId: developer.id };
    const { token, expiresAt } = await openChallenge(tx, owner, { purpose: 'ENROL_TOTP', sessionId, sealFor });
    return { challenge: token, expiresAt, secret, url: totpUrl(secret, portal.name, developer.email) };
  });
}
