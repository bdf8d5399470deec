// Starts everything, with embedded services where the environment names none, until Ctrl-C. Usage: npm start
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { InvalidEnvironment } from '../config.ts';
import { bringUp } from './bring-up.ts';
import { holdFolder } from './hold-folder.ts';
import { checkGiven } from './services.ts';

/** After this long it ends, whatever still hangs: Ctrl-C takes 10 s at most. */
const LONGEST_STOP_MS = 9_500;

class AskedToStop extends Error {}

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
// An empty variable counts as none, as in `readConfig`.
const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
try {
  checkGiven(given);
} catch (error) {
  if (!(error instanceof InvalidEnvironment)) throw error;
  console.error(error.message);
  process.exit(1);
}
await mkdir('.gatehouse', { recursive: true });
if (!(await holdFolder())) {
  console.error('Gatehouse runs in this folder already. Ctrl-C, where you started it, stops it.');
  process.exit(1);
}

const end = new AbortController();
end.signal.addEventListener('abort', () => setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref());
// npm passes a signal on to us that the terminal has sent us already: the second one changes nothing.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end.abort(new AskedToStop()));
process.on('uncaughtException', (error) => end.abort(error));
// The terminal may be gone before we are.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

const everything = new AsyncDisposableStack();
let reason: unknown;
try {
  console.info(await bringUp(given, everything, end));
  await new Promise((_, reject) => end.signal.addEventListener('abort', reject));
} catch (error) {
  reason = end.signal.aborted ? end.signal.reason : error;
}
if (reason instanceof AskedToStop) console.info('\nStopping ...');
await everything.disposeAsync();
if (!(reason instanceof AskedToStop)) console.error(reason instanceof Error ? ... );
process.exit(...)
