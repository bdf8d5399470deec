import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OnTestFinished } from './redis.ts';

/**
 * A copy of `prisma/` with migrations that follow the real ones.
 * @param more their SQL by their names
 * @returns its path
 */
export async function prismaFolderWith(more: Record<string, string>, onTestFinished: OnTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-prisma-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp('prisma/schema.prisma', join(folder, 'schema.prisma'));
  await cp('prisma/migrations', join(folder, 'migrations'), { recursive: true });
  for (const [name, sql] of Object.entries(more)) {
    await mkdir(join(folder, 'migrations', name));
    await writeFile(join(folder, 'migrations', name, 'migration.sql'), sql);
  }
  return folder;
}
