import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endOf, endProcess } from './end-process.ts';
import { LITTLE_MEMORY } from './little-memory.ts';
import { readLogLine } from './log-line.ts';

const MOST_LAST_ERRORS = 5;
/** Less than the 25 s of the process itself. A job that is cut off runs again when its lease ends. */
const STOP_PATIENCE_MS = 5_000;

/** Lines of a crash that Node prints beside the message. */
const BELOW_AN_ERROR = /^(\s|$|[{}]|node:|Node\.js )/;

const STOP_WITH_PARENT = new URL('stop-with-parent.js', import.meta.url).href;

export type Child = {
  /** Resolves after the end, with its cause and the last errors. */
  ended: Promise<string>;
  stop: () => Promise<void>;
};

/** The log goes to `.gatehouse/<name>.log`, errors also to the screen. `showsWarnings` is asked at each warning. */
export function startChild(name: 'server' | 'worker', environment: NodeJS.ProcessEnv, showsWarnings: () => boolean): Child {
  const script = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [...LITTLE_MEMORY.flags, '--import', STOP_WITH_PARENT, script], {
    env: { ...LITTLE_MEMORY.environment, ...environment },
    // In its own process group, so that Ctrl-C in the terminal does not reach it before its turn.
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
