import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { runPart } from '../../current-work.ts';
import { TooManyAttempts } from '../errors.ts';
import { clientBlock } from '../throttles/client-block.ts';
import { add, lengths, newLine, takeLastOfLongest, takeNext } from './line.ts';
import { opaqueString } from './opaque-string.ts';

/** OWASP Password Storage Cheat Sheet: Argon2id with m = 19 MiB, t = 2, p = 1. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const CORES = availableParallelism();
/**
 * About 0.5 s of waiting for a core. More than one hash per core gains nothing and starves the threads for DNS and files.
 * @limit hashes: Password hashes that wait in one process, for each core. Beyond: TooManyAttempts.
 */
export const MOST_WAITING_PER_CORE = 100;
const MOST_WAITING = CORES * MOST_WAITING_PER_CORE;
const MOST_WAITING_OF_BLOCK = [CORES * 70, CORES * 60, CORES * 50];
const RETRY_AFTER_SECONDS = 2;

type Waiting = { start: () => void; refuse: (error: TooManyAttempts) => void };
const line = newLine<Waiting>();
let running = 0;
let refused = 0;

/** Of this process: hashes that run and that wait now, and those that were refused since its start. */
export const hashCounts = () => ({ running, waiting: line.length, refused });

/** An email address without a password must take as much time as one with a password. */
let nobodysHash: Promise<string> | undefined;

export async function hashPassword(password: string, ip = ''): Promise<string> {
  return await inTurn(ip, () => hash(opaqueString(password), COST));
}

/** Takes the same time without a hash. Old passwords were hashed before spaces were mapped, so the typed form is tried too. */
export async function verifyPassword(passwordHash: string | null, password: string, ip: string): Promise<boolean> {
  nobodysHash ??= hash(crypto.randomUUID(), COST);
  const against = passwordHash ?? (await nobodysHash);
  const forms = new Set([opaqueString(password), password]);
  for (const form of forms) {
    if ((await inTurn(ip, () => verify(against, form))) && passwordHash !== null) return true;
  }
  return false;
}

const inTurn = <Result>(ip: string, work: () => Promise<Result>): Promise<Result> =>
  runPart('hashMs', 'hash password', 'INTERNAL', {}, () => takeTurn(ip, work));

async function takeTurn<Result>(ip: string, work: () => Promise<Result>): Promise<Result> {
  if (running >= CORES) await waitInLine(ip);
  else running++;
  try {
    return await work();
  } finally {
    const next = takeNext(line);
    if (next) next.start();
    else running--;
  }
}

async function waitInLine(ip: string): Promise<void> {
  const blocks = [clientBlock(ip, 48), clientBlock(ip, 56), clientBlock(ip, 64)];
  const waiting = lengths(line, blocks);
  if (waiting.some((count, at) => count >= (MOST_WAITING_OF_BLOCK[at] ?? 0))) throw tooMany();
  const turn = new Promise<void>((start, refuse) => add(line, blocks, { start, refuse }));
  // If the line is full, the block that has the most in it loses its last one.
  if (line.length > MOST_WAITING) takeLastOfLongest(line)?.refuse(tooMany());
  await turn;
}

function tooMany(): TooManyAttempts {
  refused++;
  return new TooManyAttempts(RETRY_AFTER_SECONDS);
}
