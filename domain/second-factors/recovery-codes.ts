import { randomBytes } from 'node:crypto';
import { newId } from '../ids.ts';
import { hashSecret } from '../tokens/secrets.ts';
import type { Transaction } from '../transaction.ts';
import type { Owner } from './owner.ts';

/** @limit codes: Recovery codes of one person. Beyond: New codes replace all old ones. */
export const RECOVERY_CODES = 10;
/** Without i, l, o and u, which are easy to misread (as in Crockford's Base32). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CHARACTERS = 16; // 80 bits: a plain hash is enough (NIST SP 800-63B-4, 3.1.2.2, asks for 64)
const GROUP = 4;

const newCode = (): string => [...randomBytes(CHARACTERS)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');

const inGroups = (code: string): string => code.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? code;

/** What people type: in capitals, with spaces, without hyphens. */
const asKept = (typed: string): string => typed.toLowerCase().replace(/[\s-]/g, '');

/** Replaces all codes of the person. Only this answer has them. */
export async function renewRecoveryCodes(tx: Transaction, owner: Owner): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  await tx.recoveryCode.deleteMany({ where: owner });
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ id: newId(), ...owner, hash: hashSecret(code) })) });
  return codes.map(inGroups);
}

/** Only one of several parallel uses deletes the row. */
export async function takeRecoveryCode(tx: Transaction, owner: Owner, typed: string): Promise<boolean> {
  const { count } = await tx.recoveryCode.deleteMany({ where: { ...owner, hash: hashSecret(asKept(typed)) } });
  return count > 0;
}
