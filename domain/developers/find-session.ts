import type { App } from '../app.ts';
import { seenStep } from '../seen-step.ts';
import { hashSecret } from '../tokens/secrets.ts';

/**
 * Whose session this is. It counts only at its portal, only while the developer is approved, and until it ends by age or idleness.
 * @returns the developer and the portal, or null for anything else
 */
export async function findSession(app: App, slug: string, token: string) {
  const now = Date.now();
  const hash = hashSecret(token);
  const session = await app.prisma.session.findUnique({
    where: {
      hash,
      expiresAt: { gt: new Date(now) },
      lastSeenAt: { gt: new Date(now - app.settings.sessionIdle) },
      developer: { status: 'APPROVED', portal: { slug } },
    },
    select: { lastSeenAt: true, developer: { include: { portal: true } } },
  });
  if (!session) return null;
  if (session.lastSeenAt.getTime() < now - seenStep(app.settings.sessionIdle)) {
    await app.prisma.session.updateMany({ where: { hash }, data: { lastSeenAt: new Date(now) } });
  }
  return session.developer;
}
