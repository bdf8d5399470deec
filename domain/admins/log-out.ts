import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { hashSecret } from '../tokens/secrets.ts';

/**
 * Ends an admin's session, or all sessions of that admin. Ending none is a success too, but who wants all ended must have one.
 * @param token the session that the client holds
 * @returns how many sessions ended
 * @throws NotAllowed to end all without a session
 */
export async function adminLogOut(app: App, token: string | null, everywhere: boolean): Promise<number> {
  const session = token && { hash: hashSecret(token) };
  if (!session && everywhere) throw new NotAllowed();
  if (!session) return 0;
  const { count } = await app.prisma.adminSession.deleteMany({
    where: everywhere ? { admin: { sessions: { some: session } } } : session,
  });
  if (count === 0 && everywhere) throw new NotAllowed();
  return count;
}
