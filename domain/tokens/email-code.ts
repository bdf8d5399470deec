import { createHmac, timingSafeEqual } from 'node:crypto';

/** NIST SP 800-63A-4 asks for six at least, of confirmation codes. */
const DIGITS = 6;
const GROUP = /\d{3}(?=\d)/g;
/** So many bits that the remainder favours no code by more than one in 280 million. */
const DERIVED_BYTES = 6;

/** @limit characters: Code from a verification email, as it is typed. Beyond: InvalidToken. */
export const LONGEST_TYPED_CODE = 64;

/** Derived from the token of the link, which is derived from its row. So nothing of it is stored, and keys rotate as for tokens. */
export function codeOf(token: string): string {
  const derived = createHmac('sha256', token).update('code').digest();
  return String(derived.readUIntBE(0, DERIVED_BYTES) % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** `123 456`, as people read it. */
export const inGroups = (code: string): string => code.replaceAll(GROUP, '$& ');

/** The digits of what was typed or pasted: spaces, dashes and full-width digits are fine. Null if it cannot be a code. */
export function readCode(typed: string): string | null {
  if (typed.length > LONGEST_TYPED_CODE) return null;
  const digits = typed.normalize('NFKC').replaceAll(/[\s\p{Pd}\p{Cf}]/gu, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}

/** @param code of `readCode` */
export const isCodeOf = (token: string, code: string): boolean =>
  timingSafeEqual(Buffer.from(codeOf(token)), Buffer.from(code));
