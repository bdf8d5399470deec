import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';
import { newId } from '../ids.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import { afterStatus, type Entry, sealIdToken } from './open-session.ts';

// RFC 6749, 4.1.2 allows at most 10 minutes.
/** @limit Lifetime of the code for `logInWithSso`. Beyond: InvalidToken. */
export const CODE_TTL_MS = MINUTE_MS;

/** `challenge` is the S256 hash of the verifier (RFC 7636). */
export async function issueCode(
  app: App,
  entry: Entry,
  { challenge, returnTo }: { challenge: string; returnTo: string | null },
): Promise<string> {
  const { identity, connection, sid, idToken, isProof, logIn } = entry;
  const isApproved = async () =>
    (await app.prisma.developer.count({ where: { id: identity.developerId, status: 'APPROVED' } })) > 0 || null;
  if (!(await isApproved())) await afterStatus(app, entry, isApproved);
  const code = newSecret();
  await app.prisma.$executeRaw`
    INSERT INTO sso_grants (id, hash, connection_id, identity_id, challenge, return_to, is_proof, provider_sid, begun_at,
      authenticated_at, sealed_id_token, expires_at)
    VALUES (${newId()}::uuid, ${hashSecret(code)}, ${connection.id}::uuid, ${identity.id}::uuid, ${challenge}, ${returnTo}, ${isProof},
      ${sid}, ${logIn.begunAt}::timestamptz, ${logIn.authenticatedAt}::timestamptz, ${sealIdToken(app, identity.id, idToken)},
      ${fromNow(CODE_TTL_MS)})`;
  return code;
}
