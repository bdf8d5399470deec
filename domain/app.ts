import type { KeyObject } from 'node:crypto';
import type { PrismaClient } from '../prisma/generated/client/client.ts';
import type { JobRef } from './jobs/jobs.ts';
import type { Providers } from './providers/open-providers.ts';
import type { Throttles } from './throttles/open-throttles.ts';

/** What every rule gets: the database, the settings and keys of this installation, and the ways to providers and workers. */
export type App = {
  prisma: PrismaClient;
  settings: Settings;
  keys: Keys;
  throttles: Throttles;
  providers: Providers;
  /** Tells the workers, after the commit, that rows wait. Never throws, never waits; the sweep finds what it misses. */
  ring: (jobs: JobRef[]) => void;
};

/** Lifetimes are in milliseconds. */
export type Settings = {
  publicUrl: string;
  mailFrom: string;
  verificationTtl: number;
  /** After so long without a sign of life an unverified registration is reminded; null for never. */
  unverifiedReminder: number | null;
  /** After so long it is removed. */
  unverifiedTtl: number;
  passwordTokenTtl: number;
  resetTtl: number;
  sessionTtl: number;
  sessionIdle: number;
  adminSessionTtl: number;
  adminSessionIdle: number;
  /** Credential acts from one client address, so many in so long; null where something in front of us counts. */
  clientLimit: ClientLimit | null;
  /** Hosts of identity providers that may be on private addresses and on plain http, in lower case; with a port where one is named. */
  ssoAllowedPrivateHosts: string[];
};

export type ClientLimit = { most: number; perMs: number };

/** Keys that are derived from one secret key. */
export type Keys = {
  /** The present one, then the one that a rotation replaces. */
  mailedTokens: [KeyObject, ...KeyObject[]];
  /** Seal what has to be read again, such as client secrets: the present one, then the one that a rotation replaces. */
  seals: [KeyObject, ...KeyObject[]];
  /** Names whom a throttle counts, so that neither mail nor client addresses stand there; a rotation forgets the counts. */
  throttles: KeyObject;
};
