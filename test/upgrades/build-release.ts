import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileOf, type Release } from '../kit/previous-release.ts';

const run = promisify(execFile);

/** Builds a release from its commit, once on this machine. @returns its folder */
export async function buildRelease(release: Release): Promise<string> {
  const place = join(tmpdir(), 'gatehouse-releases');
  const built = join(place, release.commit);
  if (existsSync(built)) {
    // Another clone may have built it, and be gone.
    if (await hasSamePackages(release)) await link(built);
    return built;
  }
  await mkdir(place, { recursive: true });
  // It gets its name when it is whole.
  const folder = await mkdtemp(join(place, 'unfinished-'));
  try {
    await run('git', ['archive', `--output=${folder}/tree.tar`, release.commit]);
    await run('tar', ['-xf', 'tree.tar'], { cwd: folder });
    if (await hasSamePackages(release)) await link(folder);
    else await npm(folder, 'ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund');
    await npm(folder, 'run', '--silent', 'generate');
    await npm(folder, 'run', '--silent', 'build');
    await rename(folder, built);
  } catch (error) {
    // A link of another run may be there by now.
    await rm(folder, { recursive: true, force: true });
    if (!existsSync(built)) throw error;
  }
  return built;
}

async function link(folder: string): Promise<void> {
  const packages = join(folder, 'node_modules');
  await rm(packages, { recursive: true, force: true });
  await symlink(join(process.cwd(), 'node_modules'), packages);
}

/** With nothing of ours in the environment: Vite would build for tests. */
async function npm(folder: string, ...args: string[]): Promise<void> {
  const { PATH, HOME } = process.env;
  await run('npm', args, { cwd: folder, env: { PATH, HOME }, maxBuffer: 50_000_000 }).catch((error) => {
    throw new Error(`npm ${args.join(' ')} of the release before failed:\n${error.stderr || error.message}`);
  });
}

type Packages = Record<string, { version?: string; dev?: boolean; devOptional?: boolean; optional?: boolean }>;

/** Whether what runs in the release before is installed here in the same versions. */
async function hasSamePackages(release: Release): Promise<boolean> {
  const packagesOf = (lock: string): Packages => JSON.parse(lock).packages;
  const [before, now] = [await fileOf(release, 'package-lock.json'), await readFile('package-lock.json', 'utf8')].map(
    packagesOf,
  );
  if (!before || !now) return false;
  return Object.entries(before).every(
    ([path, { version, dev, devOptional, optional }]) =>
      path === '' || dev || devOptional || optional || now[path]?.version === version,
  );
}
