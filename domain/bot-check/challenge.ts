import { createHmac } from 'node:crypto';
import { createChallenge, type Payload, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import * as z from 'zod';
import type { Keys } from '../app.ts';
import { hashSecret } from '../tokens/secrets.ts';

/** Browsers have it built in, so that the pages need no WebAssembly. */
const ALGORITHM = 'PBKDF2/SHA-256';
/** Rounds of one try. Fewer, and a browser would spend its time on calling; more, and a challenge costs the server over a millisecond. */
const ROUNDS = 1_000;

export type BotChallenge = { challenge: string; difficulty: number; expiresAt: Date };

/** Signed instead of stored, because strangers can ask for any number. */
export async function newChallenge(
  keys: Keys,
  portalId: string,
  { difficulty, expiresAt }: Omit<BotChallenge, 'challenge'>,
): Promise<BotChallenge> {
  const challenge = await createChallenge({
    algorithm: ALGORITHM,
    cost: ROUNDS,
    // Whoever solves it tries the numbers from 0 on, so that it never takes more than `difficulty` tries.
    counter: randomInt(difficulty - 1, 0),
    deriveKey,
    // Not `expiresAt` of the library, which compares it with the clock of the process.
    data: { portalId, expiresAt: expiresAt.getTime() },
    ...secretsOf(keys),
  });
  return { challenge: JSON.stringify(challenge), difficulty, expiresAt };
}

const solved = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      algorithm: z.literal(ALGORITHM),
      nonce: z.string(),
      salt: z.string(),
      cost: z.int(),
      keyLength: z.int(),
      keyPrefix: z.string(),
      keySignature: z.string(),
      data: z.object({ portalId: z.string(), expiresAt: z.int() }),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.int(), derivedKey: z.string() }),
});

/** A challenge of ours that was solved. It may have ended, or be used already. */
export type SolvedChallenge = { hash: Buffer<ArrayBuffer>; expiresAt: Date };

/** Returns null for anything else: also for a challenge of another portal, and for one that somebody has made easier. */
export async function readSolution(keys: Keys, portalId: string, payload: string): Promise<SolvedChallenge | null> {
  const { data } = solved.safeParse(parsed(payload));
  if (!data || data.challenge.parameters.data.portalId !== portalId) return null;
  const { challenge, solution }: Payload = data;
  const { hmacSignatureSecret, hmacKeySignatureSecret } = secretsOf(keys);
  const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret, hmacKeySignatureSecret });
  // The text of a solution can be changed, for instance its white space. The signature cannot.
  const { signature, parameters } = data.challenge;
  return verified ? { hash: hashSecret(signature), expiresAt: new Date(parameters.data.expiresAt) } : null;
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64').toString());
  } catch {
    return null;
  }
}

/** The library takes texts. The second one signs the key to find, so that a check costs no more than a signature. */
const secretsOf = ({ botChecks }: Keys) => ({
  hmacSignatureSecret: createHmac('sha256', botChecks).update('challenge').digest('base64url'),
  hmacKeySignatureSecret: createHmac('sha256', botChecks).update('key').digest('base64url'),
});
