import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Resolves after the end and after all output is read, with `exit code 1` or `signal SIGKILL`. */
export async function endOf(child: ChildProcess): Promise<string> {
  const [code, signal] = await once(child, 'close');
  return signal ? `signal ${signal}` : `exit code ${code}`;
}

/** Ends the process by force if it takes too long. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(force);
}
