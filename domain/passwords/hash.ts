import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { TooManyAttempts } from '../errors.ts';
import { opaqueString } from './opaque-string.ts';

/** OWASP Password Storage Cheat Sheet: Argon2id with m = 19 MiB, t = 2, p = 1, the library's default algorithm. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const CORES = availableParallelism();
/**
 * How many may wait for a core, about 0.5 s each at most. More than one hash per core gains nothing and starves the threads for
 * DNS and files.
 */
const MOST_WAITING = CORES * 100;
const RETRY_AFTER_SECONDS = 2;

const turn = pLimit(CORES);

/** A hash of a random password, so that an address without a password takes as much time as one with a password. */
let nobodysHash: Promise<string> | undefined;

/** @throws TooManyAttempts when too many wait already */
export async function hashPassword(password: string): Promise<string> {
  return await inTurn(() => hash(opaqueString(password), COST));
}

/**
 * Compares a password with a stored hash. Without one it takes the same time and returns false. Passwords that were set before spaces
 * were mapped are tried as they were typed, too: whether that happens depends on nothing but what is typed.
 * @throws TooManyAttempts when too many wait already
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hash(crypto.randomUUID(), COST);
  const against = passwordHash ?? (await nobodysHash);
  const forms = new Set([opaqueString(password), password]);
  for (const form of forms) {
    if ((await inTurn(() => verify(against, form))) && passwordHash !== null) return true;
  }
  return false;
}

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (turn.pendingCount >= MOST_WAITING) throw new TooManyAttempts(RETRY_AFTER_SECONDS);
  return await turn(work);
}
