import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { hashSecret } from '../tokens/secrets.ts';

/**
 * Ends an admin's session, or all sessions of that admin. It is a success too if there was none to end, unless all should end.
 * @param token the session that the client holds
 * @returns how many sessions ended
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
