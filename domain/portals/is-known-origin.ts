import type { App } from '../app.ts';
import { originsOf } from './links.ts';

/** Whether pages of this origin may call the API: it is that of the installation, or one of some portal. */
export async function isKnownOrigin(app: App, origin: string): Promise<boolean> {
  if (origin === app.settings.publicUrl) return true;
  const candidates = await app.prisma.portal.findMany({
    where: {
      OR: [{ origins: { has: origin } }, { customPublicUrl: { startsWith: origin } }, { catalogUrl: { startsWith: origin } }],
    },
  });
  return candidates.some((portal) => originsOf(app, portal).includes(origin));
}
