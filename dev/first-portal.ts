import type { App } from '../domain/app.ts';
import type { AdminWithRoles } from '../domain/permissions.ts';
import { createPortal } from '../domain/portals/create-portal.ts';
import { setSignUpFields } from '../domain/portals/set-sign-up-fields.ts';
import { updatePortal } from '../domain/portals/update-portal.ts';
import type { Portal } from '../prisma/generated/client/client.ts';
import { setDemoBrand } from './demo-brand.ts';
import { DEMO, type DemoPortal, NORDLICHT } from './demo-portals.ts';
import { findOwner } from './first-admin.ts';

/** The portal to try things out, and one in another language where there is one. */
type Portals = { first: Portal; other: Portal | null };

/** Returns the first portal and the one beside it, or null if no admin may make one. Both are made where there is none. */
export async function ensurePortals(app: App): Promise<Portals | null> {
  await moveCatalogs(app);
  const first = await app.prisma.portal.findFirst({ orderBy: { createdAt: 'asc' } });
  if (first) return { first, other: await app.prisma.portal.findUnique({ where: { slug: NORDLICHT.slug } }) };
  const owner = await findOwner(app.prisma);
  if (!owner) return null;
  return { first: await makePortal(app, owner, DEMO), other: await makePortal(app, owner, NORDLICHT) };
}

async function makePortal(app: App, owner: AdminWithRoles, demo: DemoPortal): Promise<Portal> {
  const { slug: portal, name, contactEmail, locales, look, fields } = demo;
  await createPortal(app, owner, { slug: portal, name, contactEmail });
  await setDemoBrand(app, owner, portal, look);
  await updatePortal(app, { ...owner, isConfirmed: false }, { portal, locales });
  return await setSignUpFields(app, owner, { portal, fields });
}

/** The port of the pages may have changed since the last start. */
async function moveCatalogs({ prisma, settings }: App): Promise<void> {
  if (!settings.publicUrl.startsWith('http://localhost:')) return;
  await prisma.$executeRaw`
    UPDATE portals SET catalog_url = ${settings.publicUrl} || '/p/' || slug || '/catalog'
    WHERE catalog_url ~ ('^http://localhost:[0-9]+/p/' || slug || '/catalog$')`;
}
