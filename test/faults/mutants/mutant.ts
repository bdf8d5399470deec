import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { removeFolder } from '../../kit/remove-folder.ts';

const run = promisify(execFile);

/** Not part of the copy: what is installed is linked, and what is built is built anew. */
const LEFT_OUT = /^(node_modules|dist|\.git|docs)(\/|$)/;
/** The lines at the end name the tests that failed. */
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

export type Mutant = {
  /** The safeguard that is gone. */
  without: string;
  file: string;
  /** A text of the file that stands there once, and what stands there instead. */
  from: string;
  to: string;
  /** The files of tests that have to notice, as one passes them to Vitest. */
  tests: string[];
  /** What one of them has to say, so that no other failure is taken for it. */
  says: RegExp;
  /** The configuration that they are run by. */
  config?: string;
};

/**
 * Builds Gatehouse without one of its safeguards, in a copy, and runs tests on it.
 * @returns what failed: the title of each test, and what it says
 * @throws Error if the text of the safeguard is not in the file, or the tests did not run
 */
export async function failuresOf({ file, from, to, tests, config = 'vitest.faults.config.ts' }: Mutant): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-mutant-'));
  try {
    await cp('.', folder, { recursive: true, filter: (path) => !LEFT_OUT.test(path) });
    await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    const text = await readFile(file, 'utf8');
    if (text.split(from).length !== 2) throw new Error(`${file} does not have this text once: ${from}`);
    await writeFile(
      join(folder, file),
      text.replace(from, () => to),
    );
    const options = { cwd: folder, env: { ...process.env, FAULTS: 'short' }, maxBuffer: MOST_OUTPUT_BYTES };
    await run('npm', ['run', '--silent', 'build:processes'], options);
    const report = join(folder, 'report.json');
    const vitest = ['vitest', 'run', '--config', config, '--reporter=json', `--outputFile=${report}`, ...tests];
    const results = async () => {
      await run('npx', vitest, options).catch(() => undefined);
      return resultsIn(JSON.parse(await readFile(report, 'utf8')));
    };
    // None runs if another program takes a port that was free a moment ago.
    const ran = (await results().catch(() => null)) ?? (await results());
    return ran.flatMap(({ status, fullName, failureMessages }) =>
      status === 'failed' ? [[fullName, ...failureMessages].join('\n')] : [],
    );
  } finally {
    await removeFolder(folder);
  }
}

type Result = { status: string; fullName: string; failureMessages: string[] };
type Report = { testResults: { message: string; assertionResults: Result[] }[] };

/** @throws Error if no test ran */
function resultsIn({ testResults }: Report): Result[] {
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (results.length === 0) throw new Error(`No test ran: ${testResults.map(({ message }) => message).join('\n')}`);
  return results;
}
