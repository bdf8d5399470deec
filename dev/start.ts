// Starts everything, with embedded services where the environment names none, until Ctrl-C. Usage: npm start
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { InvalidEnvironment } from '../config.ts';
import { SAME_SIGNAL_MS } from '../run-until-stopped.ts';
import { bringUp } from './bring-up.ts';
import { Failure } from './failure.ts';
import { holdFolder } from './hold-folder.ts';
import { checkGiven } from './services.ts';

/** Ctrl-C takes at most 10 s. After that, processes end by force. */
const LONGEST_STOP_MS = 9_500;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
let given: Record<string, string> = {};
try {
  given = checkGiven(process.env);
} catch (error) {
  if (!(error instanceof InvalidEnvironment)) throw error;
  console.error(error.message);
  process.exit(1);
}
await mkdir('.gatehouse', { recursive: true });
if (!(await holdFolder())) {
  console.error('Gatehouse runs in this folder already. Press Ctrl-C where it was started to stop it.');
  process.exit(1);
}

const end = new AbortController();
let failure: unknown;
const leave = () => {
  if (failure) console.error(`\n${failure instanceof Failure ? failure.message : inspect(failure)}`);
  process.exit(failure ? 1 : 0);
};
end.signal.addEventListener('abort', () => setTimeout(leave, LONGEST_STOP_MS));
let toldAt: number | undefined;
const stopOnce = () => {
  if (toldAt !== undefined && performance.now() - toldAt >= SAME_SIGNAL_MS) process.exit(1);
  toldAt ??= performance.now();
  end.abort();
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stopOnce);
const fail = (error: unknown) => {
  if (!end.signal.aborted) failure = error;
  end.abort();
};
process.on('uncaughtException', fail);
// The terminal may close first.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

const everything = new AsyncDisposableStack();
try {
  console.info(await bringUp(given, everything, end.signal, fail));
  if (!end.signal.aborted) await once(end.signal, 'abort');
} catch (error) {
  fail(error);
}
if (!failure) console.info('\nStopping ...');
await everything.disposeAsync();
leave();
