import type { App } from '../domain/app.ts';
import { createPortal } from '../domain/portals/create-portal.ts';
import { setSignUpFields } from '../domain/portals/set-sign-up-fields.ts';
import type { SignUpFieldInput } from '../domain/sign-up-form/field-input.ts';
import type { Portal } from '../prisma/generated/client/client.ts';
import { findOwner } from './first-admin.ts';

/** What the portal that is made here is named. */
export const DEMO = 'demo';

/** An example of what a portal can ask. Nothing is required, so that a sign-up takes no more than name and address. */
const FIELDS: SignUpFieldInput[] = [
  { key: 'company', label: 'Company', kind: 'TEXT' },
  {
    key: 'use',
    label: 'What do you want to build?',
    kind: 'CHOICE',
    choices: ['An app of my own', 'Something for my company', 'I am just looking around'],
  },
];

/** Makes the portal `demo` where there is no portal. @returns the first portal; null where nobody may make one */
export async function ensurePortal(app: App): Promise<Portal | null> {
  await moveCatalogs(app);
  const portal = await app.prisma.portal.findFirst({ orderBy: { createdAt: 'asc' } });
  if (portal) return portal;
  const owner = await findOwner(app.prisma);
  if (!owner) return null;
  await createPortal(app, owner, { slug: DEMO, name: 'Demo Portal', contactEmail: 'help@example.com' });
  return await setSignUpFields(app, owner, { portal: DEMO, fields: FIELDS });
}

/** Catalogs among the pages served here: their port may have been another one at the last start. */
async function moveCatalogs({ prisma, settings }: App): Promise<void> {
  if (!settings.publicUrl.startsWith('http://localhost:')) return;
  await prisma.$executeRaw`
    UPDATE portals SET catalog_url = ${settings.publicUrl} || '/p/' || slug || '/catalog'
    WHERE catalog_url ~ ('^http://localhost:[0-9]+/p/' || slug || '/catalog$')`;
}
