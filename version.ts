import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

declare const BUILT_VERSION: string | undefined;
declare const BUILT_COMMIT: string | undefined;

/** Enough to be unique in any repository. */
export const COMMIT_DIGITS = 12;

const FOLDER = new URL('.', import.meta.url);

/** As package.json says it. `dev/build.ts` puts it into built files. */
export const version: string = typeof BUILT_VERSION === 'string' ? BUILT_VERSION : readVersion();
/** The first digits of the commit that was built or, by sources that run as they are, of the one checked out; `unknown` where nothing tells. */
export const commit: string = typeof BUILT_COMMIT === 'string' ? BUILT_COMMIT : (askGit() ?? 'unknown');

function readVersion(): string {
  return JSON.parse(readFileSync(new URL('package.json', FOLDER), 'utf8')).version;
}

/** Null also where only a folder above is a repository: its commit says nothing about us. */
function askGit(): string | null {
  try {
    const [prefix, hash = ''] = execFileSync('git', ['rev-parse', '--show-prefix', 'HEAD'], {
      cwd: fileURLToPath(FOLDER),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).split('\n');
    return prefix === '' ? hash.slice(0, COMMIT_DIGITS) : null;
  } catch {
    return null;
  }
}
