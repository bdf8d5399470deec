import type { PictureKind, Portal, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput } from '../errors.ts';
import type { Transaction } from '../transaction.ts';
import type { StoredPicture } from './branding.ts';
import type { BrandingInput } from './branding-input.ts';
import { hashIn } from './picture-url.ts';

const PICTURES = [
  { field: 'logoUrl', name: 'logo', kind: 'LOGO' },
  { field: 'darkLogoUrl', name: 'darkLogo', kind: 'DARK_LOGO' },
  { field: 'iconUrl', name: 'icon', kind: 'ICON' },
] as const satisfies { field: keyof BrandingInput; name: string; kind: PictureKind }[];

/** What is stored for a portal after an input. Settings that it leaves out stay, and those that it empties have the standard again. */
export async function nextBranding(
  app: App,
  tx: Transaction,
  { id, branding }: Pick<Portal, 'id' | 'branding'>,
  given: BrandingInput,
): Promise<Prisma.InputJsonObject> {
  const { logoUrl: _, darkLogoUrl: __, iconUrl: ___, ...plain } = given;
  const pictures: Record<string, StoredPicture | null> = {};
  for (const { field, name, kind } of PICTURES) {
    const url = given[field];
    if (url === undefined) continue;
    pictures[name] = url === null ? null : await findUploaded(app, tx, { portalId: id, kind }, field, url);
  }
  const next = { ...(branding as Prisma.JsonObject), ...plain, ...pictures };
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value != null));
}

/** Pictures are never fetched from an address, so only that of an uploaded one means something. */
async function findUploaded(
  app: App,
  tx: Transaction,
  of: { portalId: string; kind: PictureKind },
  field: string,
  url: string,
): Promise<StoredPicture> {
  const hash = hashIn(app, url);
  const where = hash && { portalId_kind_hash: { ...of, hash } };
  const found = where && (await tx.picture.findUnique({ where, select: { hash: true, width: true, height: true } }));
  if (found) return found;
  const message = `Must be a URL that \`uploadPicture\` has answered for this portal, with the kind ${of.kind}.`;
  throw new InvalidInput([{ path: ['branding', field], code: 'UNKNOWN_CHOICE', message }]);
}
