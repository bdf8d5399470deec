import * as z from 'zod';
import { PictureKind } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { brandingOf } from '../branding/branding.ts';
import { type NewPicture, reEncode } from '../branding/re-encode.ts';
import { InvalidInput, NotAllowed, NotFound } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import { saying } from '../issue.ts';
import type { Caller } from '../permissions.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { getPortalToConfigure } from './find-portal.ts';
import { lockPortal } from './lock-portal.ts';

/** @limit bytes: File of a picture that is uploaded. Beyond: InvalidInput. */
export const LARGEST_FILE = 512 * 1024;
/**
 * Emails that have arrived show the picture that their portal had then, so a few old ones stay.
 * @limit pictures: Stored pictures of a portal. Beyond: The oldest one that the portal does not use is removed.
 */
export const MOST_PICTURES = 20;

const tooLarge = saying('TOO_LARGE', `The file must have at most ${LARGEST_FILE / 1024} KiB.`, { maximumBytes: LARGEST_FILE });

const uploadInput = z.object({
  portal: z.string(),
  kind: z.enum(PictureKind),
  data: z
    .string()
    .refine((text) => text.length <= Math.ceil(LARGEST_FILE / 3) * 4, { ...tooLarge, abort: true })
    .refine((text) => /^[\w+/-]*={0,2}$/.test(text), { ...saying('MALFORMED', 'Must be base64.'), abort: true })
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((file) => file.length <= LARGEST_FILE, tooLarge),
});

/** The picture is shown nowhere until `updatePortal` names it. The same one again is stored once. */
export async function uploadPicture(app: App, caller: Caller | null, input: z.input<typeof uploadInput>): Promise<NewPicture> {
  if (!caller) throw new NotAllowed();
  const { portal: slug, kind, data } = parseInput(uploadInput, input);
  const { id: portalId } = await getPortalToConfigure(app, caller, slug);
  const picture = await reEncode(data, kind);
  if ('code' in picture) throw new InvalidInput([{ path: ['data'], ...picture }]);
  const { hash } = picture;
  return await transaction(app, async (tx) => {
    const portal = await lockPortal(tx, portalId);
    if (!portal) throw new NotFound('portal');
    await tx.$executeRaw`
      INSERT INTO pictures (portal_id, kind, hash, content, width, height)
      VALUES (${portalId}::uuid, ${kind}::"PictureKind", ${hash}, ${picture.content}, ${picture.width}, ${picture.height})
      ON CONFLICT (portal_id, kind, hash) DO UPDATE SET uploaded_at = CURRENT_TIMESTAMP`;
    const { logo, darkLogo, icon } = brandingOf(portal);
    await removeOldest(tx, portalId, [hash, ...[logo, darkLogo, icon].flatMap((used) => (used ? [used.hash] : []))]);
    await record(tx, {
      type: 'portal.picture-uploaded',
      portalId,
      actor: byCaller(caller),
      subject: { kind: 'PORTAL', id: portalId },
      data: { kind, hash },
    });
    return picture;
  });
}

async function removeOldest(tx: Transaction, portalId: string, used: string[]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM pictures WHERE portal_id = ${portalId}::uuid AND (kind, hash) IN (
      SELECT kind, hash FROM pictures WHERE portal_id = ${portalId}::uuid
      ORDER BY hash = ANY (${used}) DESC, uploaded_at DESC, kind, hash OFFSET ${MOST_PICTURES})`;
}
