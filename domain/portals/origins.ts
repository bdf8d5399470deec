import { LRUCache } from 'lru-cache';
import type { App } from '../app.ts';
import { isSlug } from './find-portal.ts';

/** @limit characters: `Origin` header that is looked up. Beyond: The origin is not allowed. */
export const LONGEST_ORIGIN = 300;
/** @limit Time that a process remembers whether an origin is allowed. Beyond: The database is asked again. */
export const REMEMBERED_MS = 5_000;
/** @limit origins: Origins that a process remembers. Beyond: The origin that was used longest ago is forgotten. */
export const MOST_REMEMBERED = 1_000;

/**
 * What was lately found to be allowed: an origin, or a slug and an origin. Only that: who asks for anything else costs one look into
 * an index, and an origin that an admin adds counts at once. One that is removed is forgotten after some seconds.
 */
export type Origins = LRUCache<string, true>;

export const openOrigins = (): Origins => new LRUCache({ max: MOST_REMEMBERED, ttl: REMEMBERED_MS });

/** Whether a text is an origin of the web as a browser spells it. Others need not be looked for. */
export const isOrigin = (text: string): boolean =>
  text.length <= LONGEST_ORIGIN && /^https?:/.test(text) && URL.parse(text)?.origin === text;

/** Whether pages of this origin may call the API: it is the origin of this installation or of any portal. */
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

/** Whether pages of this origin may act for people who are logged in at one portal. */
export async function isOriginOf(app: App, slug: string, origin: string): Promise<boolean> {
  if (!isSlug(slug)) return false;
  // A portal without a URL of its own has its pages here.
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
