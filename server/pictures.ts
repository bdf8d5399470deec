import { LRUCache } from 'lru-cache';
import { findPicture } from '../domain/branding/find-picture.ts';
import { pictureAt } from '../domain/branding/picture-url.ts';
import type { Exchange } from './exchange.ts';

/**
 * Each picture that one load of a page shows would be a read of the database.
 * @limit bytes: Pictures of portals that a server remembers. Beyond: The one that was shown longest ago is read again.
 */
export const MOST_REMEMBERED_BYTES = 4 * 1024 * 1024;

const HEADERS = {
  'content-type': 'image/png',
  // The hash in the path is that of the content.
  'cache-control': 'public, max-age=31536000, immutable',
  // Opened by itself it is a picture, and nothing else.
  'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  // Emails and pages on other hosts show it.
  'cross-origin-resource-policy': 'cross-origin',
};

/** Answers `GET /pictures/<hash>.png`. */
export function servePictures(): (exchange: Exchange, path: string) => Promise<void> {
  const remembered = new LRUCache<string, Buffer>({
    maxSize: MOST_REMEMBERED_BYTES,
    sizeCalculation: (picture) => picture.length,
  });
  return async ({ app, request, response }, path) => {
    const hash = pictureAt(path);
    const picture = hash && (remembered.get(hash) ?? (await findPicture(app, hash)));
    if (!hash || !picture) return void response.writeHead(404, { 'cache-control': 'no-store' }).end();
    remembered.set(hash, picture);
    const etag = `"${hash}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { ...HEADERS, etag }).end();
    response.writeHead(200, { ...HEADERS, etag, 'content-length': picture.length });
    response.end(request.method === 'HEAD' ? undefined : picture);
  };
}
