import { isOff, Refusal } from './refuse.ts';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const SAME: Record<string, string> = {
  verbose: 'trace',
  warning: 'warn',
  err: 'error',
  critical: 'fatal',
  information: 'info',
};

/** @throws Refusal */
export function readLogLevel(text: string): string {
  const word = text.toLowerCase();
  const level = isOff(word) ? 'silent' : (SAME[word] ?? word);
  if (!LEVELS.includes(level)) throw new Refusal(`must be one of ${LEVELS.join(', ')}`);
  return level;
}

/** @throws Refusal */
export function readSwitch(text: string): boolean {
  if (isOff(text)) return false;
  if (!/^(on|yes|true|enabled?)$/i.test(text)) throw new Refusal('must be on or off');
  return true;
}

/** The path of a manifest; undefined for `off`. @throws Refusal */
export function readManifestPath(text: string): string | undefined {
  if (/^(true|yes|on|1)$/i.test(text)) throw new Refusal('must be the path of a manifest, or off');
  return isOff(text) || text === '0' ? undefined : text;
}

/** Whether a name of an environment means development: every other one, such as `staging`, is for the public. */
export const isForDevelopment = (text: string | undefined): boolean =>
  text === undefined || /^(development|dev|test)$/i.test(text.trim());
