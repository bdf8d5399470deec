import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endOf, endProcess } from './end-process.ts';
import { readLogLine } from './log-line.ts';

const MOST_LAST_ERRORS = 5;
/** Less than the 25 s that a process gives itself; a job that is cut off runs again when its lease ends. */
const STOP_PATIENCE_MS = 5_000;

/** What Node prints of a crash beside the message: frames, the source, its own version. */
const BELOW_AN_ERROR = /^(\s|$|[{}]|node:|Node\.js )/;

const STOP_WITH_PARENT = new URL('stop-with-parent.js', import.meta.url).href;

export type Child = {
  /** Resolves when it has ended, asked to or not: how, and the last errors that it wrote. */
  ended: Promise<string>;
  stop: () => Promise<void>;
};

/**
 * Starts one of the built processes. Its log goes to `.gatehouse/<name>.log`, its errors to the screen as well.
 * @param showsWarnings whether warnings go to the screen too, asked at each
 */
export function startChild(name: 'server' | 'worker', environment: NodeJS.ProcessEnv, showsWarnings: () => boolean): Child {
  const script = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  const child = spawn(process.execPath, ['--import', STOP_WITH_PARENT, script], {
    env: environment,
    // In a process group of its own: a Ctrl-C in the terminal must not reach it a second time, before its turn.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = createWriteStream(`.gatehouse/${name}.log`, { mode: 0o600 });
  const lastErrors: string[] = [];
  for (const output of [child.stdout, child.stderr]) {
    if (!output) continue;
    createInterface({ input: output }).on('line', (line) => {
      log.write(`${line}\n`);
      const { isError, isWarning, text } = readLogLine(line);
      if (isError || (isWarning && showsWarnings())) console.error(`${name}: ${text}`);
      if (isError && !BELOW_AN_ERROR.test(text)) lastErrors.push(text);
      if (lastErrors.length > MOST_LAST_ERRORS) lastErrors.shift();
    });
  }
  return {
    ended: endOf(child).then((how) => [`The ${name} ended (${how}).`, ...lastErrors].join('\n')),
    stop: () => endProcess(child, 'SIGTERM', STOP_PATIENCE_MS),
  };
}
