import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Resolves when a process has ended and all that it wrote is read, with how: `exit code 1`, `signal SIGKILL`. */
export async function endOf(child: ChildProcess): Promise<string> {
  const [code, signal] = await once(child, 'close');
  return signal ? `signal ${signal}` : `exit code ${code}`;
}

/** Asks a process to end, and ends it by force when that takes longer than it may. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(force);
}
