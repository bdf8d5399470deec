import { type Config, InvalidEnvironment, readConfig } from './config.ts';
import { createLog, type Log } from './log.ts';
import { commit } from './version.ts';

/**
 * A longer stop is cut off. Another worker takes the running jobs when their leases end.
 * @limit Time that a process takes to stop. Beyond: The process ends at once.
 */
export const LONGEST_STOP_MS = 25_000;

/**
 * Under npm, Ctrl-C arrives twice within milliseconds: the terminal sends it to the whole group, and npm passes it on. A person who
 * has lost patience takes longer than this.
 */
export const SAME_SIGNAL_MS = 1_000;

/**
 * The life of a process: reads the environment, starts, and stops in order on SIGTERM or SIGINT. A second signal, one second or more
 * after the first, ends it at once.
 * @param start returns how to stop
 */
export async function runUntilStopped(
  name: string,
  start: (config: Config, log: Log) => Promise<() => Promise<void>>,
): Promise<void> {
  const config = orExit(() => readConfig(process.env));
  const log = createLog(name, config.logLevel);
  for (const { given, meant } of config.typos)
    log.warn({ variable: given, meant }, 'nothing reads this variable, which may be a typo');
  // A bug in one request or job must not end the others.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  // Node would write the error as it is, with addresses and tokens that its text may quote.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception');
    process.exit(1);
  });

  const stop = await start(config, log).catch(exit);
  let toldAt: number | undefined;
  const stopOnce = async (signal: string) => {
    if (toldAt !== undefined) {
      if (performance.now() - toldAt < SAME_SIGNAL_MS) return;
      log.warn({ signal }, 'ended at once, by a second signal');
      process.exit(1);
    }
    toldAt = performance.now();
    log.info({ signal }, 'stopping');
    setTimeout(() => cutOff(log), LONGEST_STOP_MS).unref();
    await stop();
    log.info('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', stopOnce).on('SIGINT', stopOnce);
  log.info({ commit }, 'started');
}

function cutOff(log: Log): never {
  log.warn({ seconds: LONGEST_STOP_MS / 1_000 }, 'ended at once, because the stop took too long');
  process.exit(1);
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
