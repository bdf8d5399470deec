import type { App } from '../app.ts';
import { adminRelyingParty } from '../passkeys/relying-party.ts';
import { newStrangerChallenge } from '../passkeys/stranger-challenge.ts';
import { requestOptions } from '../passkeys/webauthn.ts';

/** Whoever asks gets the same options, so they name no passkey. */
export async function adminStartPasskeyLogIn(app: App) {
  const { token, hash, expiresAt } = await newStrangerChallenge(app, 'admins');
  return { challenge: token, options: await requestOptions(adminRelyingParty(app), hash, null), expiresAt };
}
