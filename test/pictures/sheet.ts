import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';

export type View = { width: number; height: number; colorScheme: 'light' | 'dark' };

/** A dark logo is loaded once the page is dark. */
const ALL_LOADED = '[...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0)';
const GAP = 24;
const BACKGROUND = '#9ca3af';
/** Of the pixels that a reader of the page has. */
const SCALE = 0.6;

/**
 * The page in each view, side by side. It is not loaded anew for them.
 * @param isWhole whether pictures are as high as the page, and not as the view
 */
export async function sideBySide(page: Page, views: View[], isWhole = false): Promise<Buffer> {
  const pictures: Buffer[] = [];
  for (const { colorScheme, ...size } of views) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    await expect.poll(() => page.evaluate(ALL_LOADED), { timeout: 15_000 }).toBe(true);
    const picture = await page.screenshot({ animations: 'disabled', caret: 'hide', fullPage: isWhole });
    pictures.push(
      await sharp(picture)
        .resize({ width: Math.round(size.width * SCALE) })
        .toBuffer(),
    );
  }
  return await join(pictures, 'across');
}

/** One picture of several rows, in a file. */
export async function saveRows(file: string, rows: Buffer[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await sharp(await join(rows, 'down'))
    .webp({ quality: 80 })
    .toFile(file);
}

async function join(pictures: Buffer[], direction: 'across' | 'down'): Promise<Buffer> {
  const sizes = await Promise.all(pictures.map((picture) => sharp(picture).metadata()));
  let along = GAP;
  const placed = pictures.map((input, index) => {
    const at = along;
    const { width, height } = sizes[index] ?? { width: 0, height: 0 };
    along += (direction === 'across' ? width : height) + GAP;
    return { input, left: direction === 'across' ? at : 0, top: direction === 'down' ? at : 0 };
  });
  const across = Math.max(...sizes.map((size) => (direction === 'across' ? size.height : size.width)));
  const [width, height] = direction === 'across' ? [along, across] : [across, along];
  return await sharp({ create: { width, height, channels: 3, background: BACKGROUND } })
    .composite(placed)
    .png()
    .toBuffer();
}
