import type { App } from '../app.ts';
import { hashSecret } from '../tokens/secrets.ts';

/**
 * Ends an admin's session, or all sessions of that admin. Ending none is a success too.
 * @param token the session that the client holds
 * @returns how many sessions ended
 */
export async function adminLogOut(app: App, token: string | null, everywhere: boolean): Promise<number> {
  if (!token) return 0;
  const session = { hash: hashSecret(token) };
  const { count } = await app.prisma.adminSession.deleteMany({
    where: everywhere ? { admin: { sessions: { some: session } } } : session,
  });
  return count;
}
