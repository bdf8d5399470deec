import { readFile } from 'node:fs/promises';
import type { App } from '../domain/app.ts';
import { pictureUrl } from '../domain/branding/picture-url.ts';
import type { AdminWithRoles } from '../domain/permissions.ts';
import { updatePortal } from '../domain/portals/update-portal.ts';
import { uploadPicture } from '../domain/portals/upload-picture.ts';
import type { PictureKind } from '../prisma/generated/client/client.ts';

/** Gives a portal the pictures in `dev/demo-brand/`, and a look that goes with them. */
export async function setDemoBrand(app: App, owner: AdminWithRoles, portal: string): Promise<void> {
  const upload = async (kind: PictureKind, file: string): Promise<string> => {
    const data = await readFile(`dev/demo-brand/${file}`, 'base64');
    return pictureUrl(app, (await uploadPicture(app, owner, { portal, kind, data })).hash);
  };
  const branding = {
    logoUrl: await upload('LOGO', 'logo.png'),
    darkLogoUrl: await upload('DARK_LOGO', 'dark-logo.png'),
    iconUrl: await upload('ICON', 'icon.png'),
    accentColor: '#6d28d9',
    font: 'HUMANIST' as const,
    radius: 10,
    footerText: 'A portal to try things out.',
  };
  await updatePortal(app, { ...owner, isConfirmed: true }, { portal, branding });
}
