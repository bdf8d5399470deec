import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LITTLE_MEMORY } from '../../dev/little-memory.ts';

const PATIENCE_MS = 10_000;
const PAUSE_MS = 20;
/** A level of pino. */
const WARNING = 40;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** The caller's environment must not change the results. */
const ENVIRONMENT = {
  ...LITTLE_MEMORY.environment,
  PATH: process.env['PATH'],
  NODE_ENV: 'production',
  NODE_OPTIONS: process.env['BENCH_NODE_OPTIONS'],
};

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Resolves after the start. Shows each kind of warning once. */
export async function startBuilt(name: 'server' | 'worker', environment: Record<string, string>): Promise<ChildProcess> {
  const env = { ...ENVIRONMENT, ...environment };
  const child = spawn(process.execPath, [...LITTLE_MEMORY.flags, `dist/${name}.js`], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  register(child, name);
  const said = new Set<string>();
  await new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { level, msg, reason = '', err } = JSON.parse(line);
      if (msg === 'started') resolve();
      if (level >= WARNING && !said.has(msg)) console.error(`  ${name}: ${msg} ${err?.message ?? reason}`);
      said.add(msg);
    });
  });
  return child;
}

export async function migrate(databaseUrl: string): Promise<void> {
  await promisify(execFile)(process.execPath, ['dist/migrate.js'], {
    cwd: ROOT,
    env: { ...ENVIRONMENT, DATABASE_URL: databaseUrl },
  });
}

/** The file tells by a message that it is ready. Returns the child and that message. */
export async function startOwn(file: string, environment: Record<string, string> = {}) {
  const env = { ...ENVIRONMENT, ...environment };
  const child = fork(new URL(`../${file}`, import.meta.url), { cwd: ROOT, env, execArgv: ['--import', 'tsx'] });
  register(child, file);
  const [ready]: unknown[] = await once(child, 'message');
  return { child, ready };
}

export async function startProgram(name: string, args: string[], isReady: () => Promise<boolean>): Promise<ChildProcess> {
  const child = spawn(name, args, { stdio: 'ignore' });
  register(child, name);
  while (!(await isReady())) await setTimeout(PAUSE_MS);
  return child;
}

export async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (!running.delete(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await Promise.race([gone, setTimeout(PATIENCE_MS, null, { ref: false })]);
  child.kill('SIGKILL');
  await gone;
}

/** If a part ends by itself, the run stops, because its results would be wrong. */
function register(child: ChildProcess, name: string): void {
  running.add(child);
  child.once('exit', (code, signal) => {
    if (running.delete(child)) throw new Error(`${name} ended by itself: ${signal ?? code}`);
  });
}
