import { Resolver } from 'node:dns/promises';
import type { Settings } from '../app.ts';
import { SECOND_MS } from '../durations.ts';

/** @limit Time that one name server has for the records of a sending domain. Beyond: The next one is asked, or the same one again. */
export const SERVER_MS = 1.3 * SECOND_MS;
/**
 * A person waits for it.
 * @limit Time that all name servers have for the records of a sending domain. Beyond: The records are UNKNOWN.
 */
export const LOOK_UP_MS = 4 * SECOND_MS;
/** A datagram can get lost. */
const TRIES = 2;
/** @limit records: TXT records of one name that are read. Beyond: The others are not looked at. */
export const MOST_TEXTS = 100;
/** @limit characters: One TXT record, its strings joined. Beyond: The rest is not looked at. */
export const LONGEST_TEXT_RECORD = 4_096;

/**
 * Asks for the TXT records of some names, all at once.
 * @returns for each name its texts, each with its strings joined; empty if the name servers say that there are none; null if they gave no answer
 */
export async function lookUpTexts({ dnsServers }: Pick<Settings, 'dnsServers'>, names: string[]): Promise<(string[] | null)[]> {
  const resolver = new Resolver({ timeout: SERVER_MS, tries: TRIES });
  if (dnsServers.length > 0) resolver.setServers(dnsServers);
  const timer = setTimeout(() => resolver.cancel(), LOOK_UP_MS);
  try {
    return await Promise.all(names.map((name) => resolver.resolveTxt(name).then(joined, nothingOrNull)));
  } finally {
    clearTimeout(timer);
  }
}

const joined = (records: string[][]): string[] =>
  records.slice(0, MOST_TEXTS).map((strings) => strings.join('').slice(0, LONGEST_TEXT_RECORD));

/** A server that fails, refuses or is silent says nothing about the records. */
const nothingOrNull = ({ code }: NodeJS.ErrnoException): never[] | null =>
  code === 'ENODATA' || code === 'ENOTFOUND' ? [] : null;
