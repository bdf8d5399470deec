import type { App } from '../app.ts';

const PATH = /^\/pictures\/([0-9a-f]{64})\.png$/;

/** Where pictures are served. */
export type Served = { settings: Pick<App['settings'], 'publicUrl'> };

export const pictureUrl = ({ settings }: Served, hash: string): string => `${settings.publicUrl}/pictures/${hash}.png`;

/** The hash in the path of a picture, or null for another path. */
export const pictureAt = (path: string): string | null => PATH.exec(path)?.[1] ?? null;

/** The hash in the URL of a picture that is served here. */
export function hashIn({ settings }: Served, url: string): string | null {
  const { publicUrl } = settings;
  return url.startsWith(publicUrl) ? pictureAt(url.slice(publicUrl.length)) : null;
}
