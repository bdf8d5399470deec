import { readFile } from 'node:fs/promises';
import { DEMO, type DemoPortal, NORDLICHT } from '../../dev/demo-portals.ts';
import type { UploadPictureInput } from '../generated/operations.ts';
import { adminBearer, createPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { uploadPicture } from '../kit/branding.ts';
import type { Installation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';

/** The portals of `npm start`: they differ in language and look. */
export const DEMO_PORTALS: DemoPortal[] = [DEMO, NORDLICHT];

/** @returns the bearer token of the OWNER */
export async function openDemoPortals(gatehouse: Installation): Promise<string> {
  const owner = await adminBearer(gatehouse);
  for (const demo of DEMO_PORTALS) await openPortal(gatehouse, demo, owner);
  return owner;
}

async function openPortal(gatehouse: Installation, demo: DemoPortal, owner: string): Promise<void> {
  const { slug, name, contactEmail, locales, look, fields } = demo;
  await succeed(createPortal(gatehouse, slug, owner, { name, contactEmail }));
  const upload = async (kind: UploadPictureInput['kind'], file: string) => {
    const data = await readFile(`dev/demo-brands/${slug}/${file}`, 'base64');
    return (await succeed(uploadPicture(gatehouse, { portal: slug, kind, data }, owner), 'url')).url;
  };
  const branding = {
    ...look,
    logoUrl: await upload('LOGO', 'logo.png'),
    darkLogoUrl: await upload('DARK_LOGO', 'dark-logo.png'),
    iconUrl: await upload('ICON', 'icon.png'),
  };
  await succeed(updatePortal(gatehouse, { branding, locales }, owner, slug));
  await succeed(setSignUpFields(gatehouse, fields, owner, slug));
}
