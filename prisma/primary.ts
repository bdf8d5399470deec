import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { readDatabaseUrl } from './database-url.ts';
import { lookAtHost } from './look-at-host.ts';

/**
 * A host that is alive answers in milliseconds. Where two take writes, the one with the longer history is the right one.
 * @limit Time that hosts have to answer after one that takes writes. Beyond: Their answers do not count.
 */
export const LATE_MS = 300;
/**
 * While no host takes writes, each request would look anew.
 * @limit Pause after no host took writes. Beyond: The hosts are looked at again.
 */
export const LOOK_PAUSE_MS = 250;

/** None of several hosts is the primary. After a failover one will be. */
export class NoPrimary extends Error {}

export type Host = {
  /** What the driver is told. */
  connectionString: string;
  /** Host and port, which are no secret. */
  place: string;
};

/** Told of the host that is the primary now, and of the one before, if there was one. */
type NoteMove = (now: Host, before: Host | null) => void;

/** Which of several hosts is the primary. All connections of a process to an address share one. */
export type Primary = {
  /** The one that was found; null if it has to be found anew. */
  current: () => Host | null;
  /** @throws NoPrimary, or why no host could be reached */
  find: () => Promise<Host>;
  /** Something went wrong at this host: the primary is looked for anew. */
  doubt: (place: string) => void;
  /** @returns how to hear no more */
  onMove: (note: NoteMove) => () => void;
};

const known = new Map<string, Primary | null>();

/** @returns null for an address of one host, which is taken as it is */
export function primaryOf(databaseUrl: string): Primary | null {
  const { connectionStrings } = readDatabaseUrl(databaseUrl);
  const key = connectionStrings.join(' ');
  const primary = known.get(key) ?? (connectionStrings.length > 1 ? openPrimary(connectionStrings.map(hostOf)) : null);
  known.set(key, primary);
  return primary;
}

export const placeOf = ({ host, port }: Pick<Client, 'host' | 'port'>): string => `${host}:${port}`;

/** Host and port of an address of one host. */
export const placeOfUrl = (databaseUrl: string): string => hostOf(readDatabaseUrl(databaseUrl).connectionString).place;

/** The driver knows what is left out of an address. */
const hostOf = (connectionString: string): Host => ({ connectionString, place: placeOf(new Client({ connectionString })) });

function openPrimary(hosts: Host[]): Primary {
  const listeners = new Set<NoteMove>();
  let current: Host | null = null;
  let last: Host | null = null;
  let newest = '';
  let looking: Promise<Host> | undefined;
  let failed: { error: unknown; until: number } | undefined;

  const look = async () => {
    try {
      const found = await chooseHost(hosts, newest);
      newest = found.timeline;
      current = found.host;
      failed = undefined;
    } catch (error) {
      failed = { error, until: performance.now() + LOOK_PAUSE_MS };
      throw error;
    } finally {
      looking = undefined;
    }
    const before = last;
    last = current;
    if (before?.place !== current.place) for (const note of listeners) note(current, before);
    return current;
  };
  const find = async () => {
    if (current) return current;
    if (failed && performance.now() < failed.until) throw failed.error;
    looking ??= look();
    return await looking;
  };
  return {
    current: () => current,
    find,
    doubt: (place) => {
      if (current?.place !== place) return;
      current = null;
      find().catch(() => undefined);
    },
    onMove: (note) => {
      listeners.add(note);
      return () => listeners.delete(note);
    },
  };
}

/**
 * Looks at all hosts side by side. Each promotion begins a new timeline: a former primary that came back as it was has an older one.
 * @param newest the latest timeline that was ever seen
 */
async function chooseHost(hosts: Host[], newest: string): Promise<{ host: Host; timeline: string }> {
  const found: { host: Host; timeline: string; isClosed: boolean }[] = [];
  const faults: unknown[] = [];
  let standbys = 0;
  const oneFound = Promise.withResolvers<void>();
  const looks = hosts.map(async (host) => {
    try {
      const { timeline, isClosed } = await lookAtHost(host.connectionString);
      if (timeline === null || timeline < newest) standbys++;
      else if (found.push({ host, timeline, isClosed })) oneFound.resolve();
    } catch (error) {
      faults.push(error);
    }
  });
  await Promise.race([Promise.all(looks), oneFound.promise.then(() => setTimeout(LATE_MS))]);
  const rank = ({ timeline, isClosed }: { timeline: string; isClosed: boolean }) => timeline + (isClosed ? '0' : '1');
  const [best] = found.toSorted((one, other) => (rank(one) < rank(other) ? 1 : -1));
  if (best) return best;
  throw standbys > 0 ? new NoPrimary('none of the hosts takes writes') : faults[0];
}
