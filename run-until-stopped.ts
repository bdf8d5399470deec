import { type Config, InvalidEnvironment, readConfig } from './config.ts';
import { createLog, type Log } from './log.ts';
import { commit } from './version.ts';

/**
 * A longer stop is cut off. Another worker takes the running jobs when their leases end.
 * @limit Time that a process takes to stop. Beyond: The process ends at once.
 */
export const LONGEST_STOP_MS = 25_000;

/**
 * The life of a process: reads the environment, starts, and stops in order on SIGTERM or SIGINT, however often they come: npm passes on
 * the one that the terminal sent already.
 * @param start returns how to stop
 */
export async function runUntilStopped(
  name: string,
  start: (config: Config, log: Log) => Promise<() => Promise<void>>,
): Promise<void> {
  const config = orExit(() => readConfig(process.env));
  const log = createLog(name, config.logLevel);
  // A bug in one request or job must not end the others.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));

  const stop = await start(config, log).catch(exit);
  log.info({ commit }, 'started');
  let isStopping = false;
  const stopOnce = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    await stop();
    log.info('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', stopOnce).on('SIGINT', stopOnce);
}

function orExit<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    return exit(error);
  }
}

function exit(error: unknown): never {
  if (!(error instanceof InvalidEnvironment)) throw error;
  console.error(error.message);
  process.exit(1);
}
