import { LRUCache } from 'lru-cache';
import type { App } from '../app.ts';
import { isSlug } from './find-portal.ts';

/** @limit characters: `Origin` header that is looked up. Beyond: The origin is not allowed. */
export const LONGEST_ORIGIN = 300;
/** @limit Time that a process remembers whether an origin is allowed. Beyond: The database is asked again. */
export const REMEMBERED_MS = 5_000;
/** @limit origins: Origins that a process remembers. Beyond: The origin that was used longest ago is forgotten. */
export const MOST_REMEMBERED = 1_000;

/** Stores allowed origins only, so that a new origin works at once. */
export type Origins = LRUCache<string, true>;

export const openOrigins = (): Origins => new LRUCache({ max: MOST_REMEMBERED, ttl: REMEMBERED_MS });

/** In the spelling of a browser. Other spellings need no query. */
export const isOrigin = (text: string): boolean =>
  text.length <= LONGEST_ORIGIN && /^https?:/.test(text) && URL.parse(text)?.origin === text;

export async function isKnownOrigin(app: App, origin: string): Promise<boolean> {
  if (origin === app.settings.publicUrl) return true;
  return await isAllowed(
    app,
    origin,
    origin,
    () => app.prisma.$queryRaw<object[]>`
    SELECT 1 FROM portals WHERE allowed_origins @> ARRAY[${origin}] LIMIT 1`,
  );
}

export async function isOriginOf(app: App, slug: string, origin: string): Promise<boolean> {
  if (!isSlug(slug)) return false;
  // The pages of a portal without its own URL are on our origin.
  return await isAllowed(
    app,
    origin,
    `${slug} ${origin}`,
    () => app.prisma.$queryRaw<object[]>`
    SELECT 1 FROM portals WHERE slug = ${slug} AND (allowed_origins @> ARRAY[${origin}]
      OR (custom_public_url IS NULL AND ${origin} = ${app.settings.publicUrl}))`,
  );
}

async function isAllowed({ origins }: App, origin: string, key: string, find: () => Promise<object[]>): Promise<boolean> {
  if (!isOrigin(origin)) return false;
  if (origins.has(key)) return true;
  const isFound = (await find()).length > 0;
  if (isFound) origins.set(key, true);
  return isFound;
}
