import type { Log } from './log.ts';
import { primaryOf } from './prisma/primary.ts';

/**
 * Tells of each failover: the log once, and `noteMove`.
 * @param urls addresses of the database; those of one host never move
 * @returns how to stop
 */
export function watchPrimary(urls: string[], log: Log, noteMove: () => void): () => void {
  const stops = [...new Set(urls)].map((url) =>
    primaryOf(url)?.onMove((now, before) => {
      // The first one is no failover.
      if (!before) return;
      noteMove();
      log.warn({ host: now.place, before: before.place }, 'another host is the primary of the database now');
    }),
  );
  return () => {
    for (const stop of stops) stop?.();
  };
}
