import type { App } from '../domain/app.ts';
import { createPortal } from '../domain/portals/create-portal.ts';
import { setSignUpFields } from '../domain/portals/set-sign-up-fields.ts';
import { updatePortal } from '../domain/portals/update-portal.ts';
import type { SignUpFieldInput } from '../domain/sign-up-form/field-input.ts';
import type { Portal } from '../prisma/generated/client/client.ts';
import { LANGUAGES } from '../texts/languages.ts';
import { setDemoBrand } from './demo-brand.ts';
import { findOwner } from './first-admin.ts';

export const DEMO = 'demo';

/** Nothing is required, so that a sign-up needs only name and email address. */
const FIELDS: SignUpFieldInput[] = [
  { key: 'company', label: 'Company', kind: 'TEXT' },
  {
    key: 'use',
    label: 'What do you want to build?',
    kind: 'CHOICE',
    choices: ['An app of my own', 'Something for my company', 'I am just looking around'],
  },
];

/** Returns the first portal, or null if no admin may make one. */
export async function ensurePortal(app: App): Promise<Portal | null> {
  await moveCatalogs(app);
  const portal = await app.prisma.portal.findFirst({ orderBy: { createdAt: 'asc' } });
  if (portal) return portal;
  const owner = await findOwner(app.prisma);
  if (!owner) return null;
  await createPortal(app, owner, { slug: DEMO, name: 'Demo Portal', contactEmail: 'help@example.com' });
  await setDemoBrand(app, owner, DEMO);
  await updatePortal(
    app,
    { ...owner, isConfirmed: false },
    { portal: DEMO, locales: { default: 'en', offered: [...LANGUAGES] } },
  );
  return await setSignUpFields(app, owner, { portal: DEMO, fields: FIELDS });
}

/** The port of the pages may have changed since the last start. */
async function moveCatalogs({ prisma, settings }: App): Promise<void> {
  if (!settings.publicUrl.startsWith('http://localhost:')) return;
  await prisma.$executeRaw`
    UPDATE portals SET catalog_url = ${settings.publicUrl} || '/p/' || slug || '/catalog'
    WHERE catalog_url ~ ('^http://localhost:[0-9]+/p/' || slug || '/catalog$')`;
}
