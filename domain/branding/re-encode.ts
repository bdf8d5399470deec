import { hash } from 'node:crypto';
import type { PictureKind } from '../../prisma/generated/client/client.ts';
import type { Problem } from '../issue.ts';
import type { StoredPicture } from './branding.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { PICTURE_SIZES } from './picture-kinds.ts';

/**
 * More than any screen needs, and 16 MB when it is decoded.
 * @limit pixels: Width times height of a picture that is uploaded. Beyond: InvalidInput, before anything is decoded.
 */
export const MOST_PIXELS = 4_000_000;
/** @limit s: Time to decode and encode a picture. Beyond: InvalidInput. */
export const LONGEST_WORK_S = 2;

/** How PNG, JPEG and WebP begin, in hexadecimal digits. Only these reach a decoder: the one for SVG, which can name other files, never does. */
const KINDS = [/^89504e470d0a1a0a/, /^ffd8ff/, /^52494646.{8}57454250/];

const UNKNOWN: Problem = {
  code: 'NOT_A_PICTURE',
  message: 'This is not a PNG, JPEG or WebP file, or it is damaged. An SVG has to be exported as PNG.',
};
const TOO_MANY_PIXELS: Problem = {
  code: 'TOO_LARGE',
  message: `Must have at most ${MOST_PIXELS.toLocaleString('en')} pixels, width times height.`,
  parameters: { maximumPixels: MOST_PIXELS },
};

export type NewPicture = StoredPicture & { content: Uint8Array<ArrayBuffer> };

/**
 * Decodes a picture and writes its pixels anew as PNG, at most as large as this kind is shown. Nothing else of the file is kept: no
 * metadata, and no bytes that something else could read as a script.
 */
export async function reEncode(file: Buffer, kind: PictureKind): Promise<NewPicture | Problem> {
  const beginning = file.toString('hex', 0, 12);
  return KINDS.some((begins) => begins.test(beginning)) ? await oneAtATime(() => encoded(file, kind)) : UNKNOWN;
}

async function encoded(file: Buffer, kind: PictureKind): Promise<NewPicture | Problem> {
  const sharp = await loadSharp();
  const picture = sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
  try {
    // Reads the header only.
    const { width, height } = await picture.metadata();
    if (width * height > MOST_PIXELS) return TOO_MANY_PIXELS;
    const { data, info } = await picture
      .timeout({ seconds: LONGEST_WORK_S })
      .autoOrient()
      .resize({ ...PICTURE_SIZES[kind], fit: 'inside', withoutEnlargement: true })
      .png({ compressionLevel: 9 })
      .toBuffer({ resolveWithObject: true });
    return { content: Uint8Array.from(data), hash: hash('sha256', data), width: info.width, height: info.height };
  } catch (error) {
    return String(error).includes('pixel limit') ? TOO_MANY_PIXELS : UNKNOWN;
  }
}

/** Its 20 MB are loaded for the first picture, because most processes never see one. Nothing is kept between two pictures. */
async function loadSharp() {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'] });
  return sharp;
}
