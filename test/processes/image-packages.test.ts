import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NOT_BUNDLED } from '../../dev/not-bundled.ts';
import { freePort } from '../../dev/ports.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { postGraphql } from '../kit/graphql.ts';
import { type Installation, startInstallation } from '../kit/installation.ts';
import { mailedToken, signUp } from '../kit/people.ts';
import { startProcess } from '../kit/processes.ts';
import { hasRedis, startRedis } from '../kit/redis.ts';

type Locked = { dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> };
const { packages }: { packages: Record<string, Locked> } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);

/** The folders that npm installs for these packages, with all that they need. */
function foldersOf(names: string[]): string[] {
  const found = new Set<string>();
  const add = (from: string, name: string): void => {
    const place = placesOf(from, name).find((path) => path in packages);
    if (!place || found.has(place)) return;
    found.add(place);
    const { dependencies, optionalDependencies } = packages[place] ?? {};
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) add(place, needed);
  };
  for (const name of names) add('', name);
  return [...found];
}

/** Where Node looks for a package, from the nearest folder up. */
function placesOf(path: string, name: string): string[] {
  if (!path) return [`node_modules/${name}`];
  const at = path.lastIndexOf('/node_modules/');
  return [`${path}/node_modules/${name}`, ...placesOf(at < 0 ? '' : path.slice(0, at), name)];
}

test.runIf(hasRedis || process.env['CI'])(
  'the few packages that an image installs are enough for server and worker',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-image-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const copy = (path: string) => {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      execFileSync('cp', ['-r', path, join(folder, path)]);
    };
    const needed = foldersOf(NOT_BUNDLED);
    expect(needed.length).toBeLessThan(80);
    for (const path of [...needed, 'dist', 'web/dist', 'package.json', 'prisma/schema.prisma', 'prisma/migrations']) {
      // Those of other platforms are in the lock file, and not installed.
      if (!path.startsWith('node_modules') || isInstalled(path)) copy(path);
    }
    const redis = await startRedis(onTestFinished);
    const port = await freePort();
    const environment = {
      ...gatehouse.environment,
      NODE_ENV: 'production',
      PORT: String(port),
      PUBLIC_URL: `http://localhost:${port}`,
      REDIS_URL: redis.url,
    };
    const processes = ['dist/server.js', 'dist/worker.js'].map((file) => startProcess(file, environment, folder));
    for (const process of processes) onTestFinished(() => process.kill());
    for (const process of processes) await process.says('"started"');
    const graphql: Installation['graphql'] = (document, variables, options) =>
      postGraphql(environment.PUBLIC_URL, document, variables, options);
    await signUp({ graphql }, 'ada@image.test');
    await expect.poll(() => gatehouse.inbox.mails.length, { timeout: 60_000 }).toBe(1);
    expect(await mailedToken(gatehouse, 'ada@image.test')).toMatch(/^[\w-]{43}$/);
  },
);

function isInstalled(path: string): boolean {
  try {
    return readFileSync(join(path, 'package.json')).length > 0;
  } catch {
    return false;
  }
}
