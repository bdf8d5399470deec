import type { KeyObject } from 'node:crypto';
import type { PrismaClient } from '../prisma/generated/client/client.ts';
import type { JobRef } from './jobs/jobs.ts';

/** What every rule gets: the database, the settings and keys of this installation, and the way to wake a worker. */
export type App = {
  prisma: PrismaClient;
  settings: Settings;
  keys: Keys;
  /** Tells the workers, after the commit, that rows wait. Never throws, never waits; the sweep finds what it misses. */
  ring: (jobs: JobRef[]) => void;
};

/** Lifetimes are in milliseconds. */
export type Settings = {
  publicUrl: string;
  mailFrom: string;
  verificationTtl: number;
  passwordTokenTtl: number;
  resetTtl: number;
  sessionTtl: number;
  sessionIdle: number;
  adminSessionTtl: number;
  adminSessionIdle: number;
};

/** Keys for mailed tokens, each derived from one secret key: the present one, then the one that a rotation replaces. */
export type Keys = { mailedTokens: [KeyObject, ...KeyObject[]] };
