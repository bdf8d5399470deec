import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { hashSecret } from '../tokens/secrets.ts';

/** Succeeds without a session too, except with `everywhere`. Returns how many sessions ended. */
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
