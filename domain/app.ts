import type { KeyObject } from 'node:crypto';
import type { PrismaClient, Queue } from '../prisma/generated/client/client.ts';
import type { Origins } from './portals/origins.ts';
import type { Providers } from './providers/open-providers.ts';
import type { Throttles } from './throttles/throttles.ts';

/** What every rule gets: the database, the settings and keys of this installation, and how to reach providers and workers. */
export type App = {
  prisma: PrismaClient;
  settings: Settings;
  keys: Keys;
  throttles: Throttles;
  origins: Origins;
  providers: Providers;
  /**
   * Tells the workers, after the commit, that jobs wait. Never throws, never waits; the sweep finds the jobs that it misses.
   */
  ring: (jobs: JobRef[]) => void;
  /** Looks whether the database can serve. @returns why not, in a few words that anybody may read; null if it can */
  databaseProblem: () => Promise<string | null>;
};

/** Lifetimes are in milliseconds. */
export type Settings = {
  publicUrl: string;
  /** The address that mails come from where a portal has no sender of its own. */
  mailFrom: string;
  /** Whom mails of the installation itself come from; null for the name of the product. */
  mailName: string | null;
  /** The domains that portals may name a sender in. */
  mailDomains: MailDomain[];
  verificationTtl: number;
  /** How long after the last request for a link an unverified registration is reminded; null for never. */
  unverifiedReminder: number | null;
  /** How long after that request it is removed. */
  unverifiedTtl: number;
  passwordTokenTtl: number;
  resetTtl: number;
  sessionTtl: number;
  sessionIdle: number;
  adminSessionTtl: number;
  adminSessionIdle: number;
  /** Credential acts from one client address; null if something in front of us counts them. */
  clientLimit: ClientLimit | null;
  ssoAllowedPrivateHosts: AllowedHost[];
};

/**
 * A host of an identity provider that may be on a private address and on plain http.
 * `host` is in lower case, with a port where one is named; `portal` is the slug of the only portal that may use it, null for all.
 */
export type AllowedHost = { portal: string | null; host: string };

/** A domain that mails may come from; `portal` is the slug of the only portal that may use it, null for all. */
export type MailDomain = { portal: string | null; domain: string };

/** At most `most` acts in `perMs` milliseconds. */
type ClientLimit = { most: number; perMs: number };

/** Keys that are derived from one secret key. */
export type Keys = {
  /** The current key, then the one that a rotation replaces. */
  mailedTokens: [KeyObject, ...KeyObject[]];
  /** Encrypt what has to be read again, such as client secrets: the current key, then the one that a rotation replaces. */
  seals: [KeyObject, ...KeyObject[]];
  /** Hides mail and client addresses in the throttles table. A rotation forgets the counts. */
  throttles: KeyObject;
};

/** One attempt at a job, as the doorbell names it. */
export type JobRef = { id: string; queue: Queue; attempt: number };
