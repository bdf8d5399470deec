import { crc32, deflateSync } from 'node:zlib';
import { BrandingOfDocument, UploadPictureDocument, type UploadPictureInput } from '../generated/operations.ts';
import { mutate, type Site, succeed } from './mutate.ts';
import { present } from './present.ts';

export const uploadPicture = (gatehouse: Site, input: Partial<UploadPictureInput>, token: string | undefined) =>
  mutate(gatehouse, UploadPictureDocument, { portal: 'demo', kind: 'LOGO', data: pngOf(480, 96), ...input }, { token });

/** Uploads a picture of one colour, and gives its URL. */
export async function uploaded(
  gatehouse: Site,
  kind: UploadPictureInput['kind'],
  token: string | undefined,
  data = pngOf(480, 96),
): Promise<string> {
  return (await succeed(uploadPicture(gatehouse, { kind, data }, token), 'url')).url;
}

export async function brandingOf({ graphql }: Site, slug = 'demo') {
  const { data, text } = await graphql(BrandingOfDocument, { slug });
  return present(data.portal?.branding, `branding in ${text}`);
}

/**
 * A PNG file of one colour, in base64. Its size may be a lie: the pixels are those of `rows` rows.
 * @param rgb the red, green and blue of each pixel
 */
export function pngOf(width: number, height: number, rgb = [31, 95, 116], rows = height): string {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits for each of 3 channels.
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from(rgb))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: rows }, () => row)));
  const parts = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]).toString('base64');
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
