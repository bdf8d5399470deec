import type { App } from '../app.ts';
import { newId } from '../ids.ts';
import { seal } from '../tokens/seal.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import { afterStatus, type Entry, idTokenPlace } from './open-session.ts';

/** How long a client may take to exchange its code; RFC 6749, 4.1.2 allows 10 min at most. */
const CODE_TTL = 60_000;

/**
 * Makes the code that a client of another origin exchanges for a session.
 * @param challenge the S256 hash of the client's verifier (RFC 7636)
 * @throws SsoRefusal with the status if the developer is not approved
 */
export async function issueCode(app: App, entry: Entry, challenge: string): Promise<string> {
  const { identity, connection, sid, idToken, logIn } = entry;
  const isApproved = async () =>
    (await app.prisma.developer.count({ where: { id: identity.developerId, status: 'APPROVED' } })) > 0 || null;
  if (!(await isApproved())) await afterStatus(app, entry, isApproved);
  const code = newSecret();
  await app.prisma.ssoGrant.create({
    data: {
      id: newId(),
      hash: hashSecret(code),
      connectionId: connection.id,
      identityId: identity.id,
      challenge,
      providerSid: sid,
      ...logIn,
      sealedIdToken: seal(app.keys, idTokenPlace(identity.id), idToken),
      expiresAt: new Date(Date.now() + CODE_TTL),
    },
  });
  return code;
}
