import type { App } from '../app.ts';

/** The PNG file with this hash, whichever portal it is of. */
export async function findPicture({ prisma }: Pick<App, 'prisma'>, hash: string): Promise<Buffer | null> {
  const found = await prisma.picture.findFirst({ where: { hash }, select: { content: true } });
  return found && Buffer.from(found.content);
}
