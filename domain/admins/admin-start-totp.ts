import type { App } from '../app.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import { openChallenge } from '../second-factors/challenges.ts';
import { newTotpSecret, sealTotpSecret, totpUrl } from '../second-factors/totp.ts';
import { beginEnrolment, type Enrolment } from './begin-enrolment.ts';

export type StartedTotp = { challenge: string; expiresAt: Date; secret: string; url: string };

/** Nothing is set up before `adminAddTotp`. */
export async function adminStartTotp(app: App, caller: LoggedInAdmin | null, input: Enrolment): Promise<StartedTotp> {
  return await beginEnrolment(app, caller, input, async (tx, { id: adminId, email }, sessionId) => {
    const secret = newTotpSecret();
    const sealFor = (id: string) => sealTotpSecret(app, id, secret);
    const { token, expiresAt } = await openChallenge(tx, { adminId }, { purpose: 'ENROL_TOTP', sessionId, sealFor });
    const issuer = app.settings.mailName ?? 'Gatehouse';
    return { challenge: token, expiresAt, secret, url: totpUrl(secret, issuer, email) };
  });
}
