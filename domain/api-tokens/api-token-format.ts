import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const PREFIX = 'gth_';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 256 bits. */
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;

/** How much of a token is shown in lists. The rest still has 208 bits. */
export const SHOWN_LENGTH = PREFIX.length + 8;

/** As `docs/api-tokens.md` tells secret scanners. */
const FORMAT = new RegExp(`^${PREFIX}([0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);

export function newApiToken(): string {
  const secret = Array.from({ length: SECRET_LENGTH }, () => DIGITS[randomInt(DIGITS.length)]).join('');
  return `${PREFIX}${secret}${checksum(secret)}`;
}

/** Whether a text says that it is an API token, rather than a session. */
export const claimsToBeApiToken = (text: string): boolean => text.startsWith(PREFIX) && text.length > SECRET_LENGTH;

/** Needs no database, so that a scanner can tell a token from other text. */
export function isWellFormed(text: string): boolean {
  const [, secret, sum] = FORMAT.exec(text) ?? [];
  return secret !== undefined && checksum(secret) === sum;
}

/** CRC-32 in base 62, the highest digit first, filled up with zeros. */
function checksum(secret: string): string {
  let rest = crc32(secret);
  let digits = '';
  while (digits.length < CHECKSUM_LENGTH) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits;
    rest = Math.floor(rest / DIGITS.length);
  }
  return digits;
}
