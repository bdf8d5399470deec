import { InvalidEnvironment } from './config.ts';

const REASONS: Record<string, string> = {
  EADDRINUSE: 'names a port that another program uses already. Two processes on one machine need two ports',
  EACCES: 'names a port that only a privileged user may use: take one above 1023',
  EADDRNOTAVAIL: 'names an address that this machine does not have',
};

/** What to tell an operator if a server cannot listen. Any other error is returned as it is. */
export function refusalToListen(variable: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code];
  return reason ? new InvalidEnvironment(`${variable} ${reason}.`) : error;
}
