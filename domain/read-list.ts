import type { App } from './app.ts';

/**
 * Reads a list, or numbers, for admins: from a replica where there is one that has all that was committed by now. Nothing that decides is
 * read so, and nothing is written.
 * @param read gets the record with the connections to use
 */
export const readList = <Result>(app: App, read: (app: App) => Promise<Result>): Promise<Result> =>
  app.replicas.read((prisma) => read(prisma ? { ...app, prisma } : app));
