import type { App } from '../app.ts';
import { portalRelyingParty } from '../passkeys/relying-party.ts';
import { newStrangerChallenge } from '../passkeys/stranger-challenge.ts';
import { requestOptions } from '../passkeys/webauthn.ts';
import { getPasskeyPortal } from './passkey-portal.ts';

/** Whoever asks gets the same options, so they name no passkey. */
export async function startPasskeyLogIn(app: App, input: { portal: string }) {
  const portal = await getPasskeyPortal(app, input.portal);
  const { token, hash, expiresAt } = await newStrangerChallenge(app, { portalId: portal.id });
  return { challenge: token, options: await requestOptions(portalRelyingParty(app, portal), hash, null), expiresAt };
}
