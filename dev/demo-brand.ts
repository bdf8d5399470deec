import { readFile } from 'node:fs/promises';
import type { App } from '../domain/app.ts';
import type { BrandingInput } from '../domain/branding/branding-input.ts';
import { pictureUrl } from '../domain/branding/picture-url.ts';
import type { AdminWithRoles } from '../domain/permissions.ts';
import { updatePortal } from '../domain/portals/update-portal.ts';
import { uploadPicture } from '../domain/portals/upload-picture.ts';
import type { PictureKind } from '../prisma/generated/client/client.ts';

/** Gives a portal the pictures in the folder of `dev/demo-brands/` with its slug, and a look that goes with them. */
export async function setDemoBrand(app: App, owner: AdminWithRoles, portal: string, look: BrandingInput): Promise<void> {
  const upload = async (kind: PictureKind, file: string): Promise<string> => {
    const data = await readFile(`dev/demo-brands/${portal}/${file}`, 'base64');
    return pictureUrl(app, (await uploadPicture(app, owner, { portal, kind, data })).hash);
  };
  const branding = {
    ...look,
    logoUrl: await upload('LOGO', 'logo.png'),
    darkLogoUrl: await upload('DARK_LOGO', 'dark-logo.png'),
    iconUrl: await upload('ICON', 'icon.png'),
  };
  await updatePortal(app, { ...owner, isConfirmed: true }, { portal, branding });
}
