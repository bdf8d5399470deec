import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { isWayIn } from '../portals/way-in.ts';
import { proveClient } from '../providers/prove-client.ts';
import { ProviderFailure } from '../providers/provider-failure.ts';
import type { Connection } from './connection.ts';

export type SecretProof = { isProved: true } | { isProved: false; refusal: string };

/** Without passwords, an expired client secret could lock everybody out. Null if a trial log-in can prove the secret. */
export async function proveSecret(
  app: App,
  { portal, ...before }: Connection,
  after: SsoConnection,
): Promise<SecretProof | null> {
  if (!portal || portal.passwordLogin || !isWayIn(before) || !after.sealedClientSecret) return null;
  try {
    const answer = await proveClient(app, { ...after, portal });
    if (answer === 'ACCEPTED') return { isProved: true };
    return { isProved: false, refusal: REFUSALS[answer] };
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    return { isProved: false, refusal: `${BEGINNING} cannot be asked whether it accepts this secret. ${error.detail}` };
  }
}

const BEGINNING = 'Password log-in is off at this portal, nobody could log in another way, and the provider';

const REFUSALS = {
  REFUSED: `${BEGINNING} does not accept this secret.`,
  UNTOLD: `${BEGINNING} does not tell whether it accepts this secret. First enable and test another connection, or turn password log-in on.`,
};
