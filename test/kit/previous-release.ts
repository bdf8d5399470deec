import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** A file of a release is at most this long. */
const MOST_BYTES = 50_000_000;
const git = async (...args: string[]) => (await run('git', args, { maxBuffer: MOST_BYTES })).stdout.trim();

export type Release = { version: string; commit: string };

/**
 * The release before the version in `package.json`: the last commit before the one that brought this version there. No tag is needed,
 * but the history is: what a shallow clone lacks is fetched.
 */
export async function previousRelease(): Promise<Release> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  await haveHistory();
  const changes = await git('log', '--format=%H', `-S"version": "${version}"`, '--', 'package.json');
  // Where no commit has the version yet, the last commit is the release before.
  const commit = await git('rev-parse', changes ? `${changes.split('\n').at(-1)}^` : 'HEAD');
  const before = JSON.parse(await git('show', `${commit}:package.json`)).version;
  if (before === version) throw new Error(`The history does not tell which commit brought ${version} into package.json.`);
  if (!(await git('show', `${commit}:CHANGELOG.md`)).includes(`\n## ${before}\n`))
    throw new Error(`${before} was no release: CHANGELOG.md has no section of it at ${commit}.`);
  return { version: before, commit };
}

/** A file as the release has it. */
export const fileOf = ({ commit }: Release, path: string): Promise<string> => git('show', `${commit}:${path}`);

/** The names in a folder of the release. */
export const namesIn = async ({ commit }: Release, folder: string): Promise<string[]> =>
  (await git('ls-tree', '--name-only', `${commit}:${folder}`)).split('\n');

async function haveHistory(): Promise<void> {
  const isShallow = await git('rev-parse', '--is-shallow-repository').catch(() => 'none');
  if (isShallow === 'none')
    throw new Error('The release before is found in the history of git, but here is no repository of git.');
  if (isShallow === 'false') return;
  await git('fetch', '--unshallow').catch((error) => {
    throw new Error(
      `The release before is found in the history, which this clone lacks: run git fetch --unshallow. ${error.message}`,
    );
  });
}
