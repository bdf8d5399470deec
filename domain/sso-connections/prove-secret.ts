import type { Portal, SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { proveClient } from '../providers/prove-client.ts';
import { ProviderFailure } from '../providers/provider-failure.ts';
import { isWayIn } from './way-in.ts';

/** What came of asking a provider about a new client secret; `refusal` says in a sentence why it is not proved. */
export type SecretProof = { isProved: true } | { isProved: false; refusal: string };

/**
 * Asks the provider whether it accepts a new client secret, where passwords are off and the connection may be the last way in: secrets
 * end, and then nobody could try the new one by logging in.
 * @returns null where a trial log-in can tell
 */
export async function proveSecret(
  app: App,
  { portal, ...before }: SsoConnection & { portal: Portal },
  after: SsoConnection,
): Promise<SecretProof | null> {
  if (portal.passwordLogin || !isWayIn(before) || !after.sealedClientSecret) return null;
  try {
    const answer = await proveClient(app, after);
    if (answer === 'ACCEPTED') return { isProved: true };
    return { isProved: false, refusal: REFUSALS[answer] };
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    return { isProved: false, refusal: `${BEGINNING} cannot be asked whether it accepts this secret. ${error.detail}` };
  }
}

const BEGINNING = 'Passwords are off at this portal, nobody could log in another way, and the provider';

const REFUSALS = {
  REFUSED: `${BEGINNING} does not accept this secret.`,
  UNTOLD: `${BEGINNING} does not say whether it accepts this secret. First enable and try out another connection, or switch passwords on.`,
};
