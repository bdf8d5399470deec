import { Refusal } from './refuse.ts';

const BYTES = 32;
/** Of 32 random bytes, and of the letters of their text, hardly ever fewer than this differ: less than once in 10^9 keys. */
const FEWEST_DIFFERENT = 16;
const FEWEST_DIFFERENT_DIGITS = 9;
/** As they stand in examples. In random text, one comes up less than once in 10^6 keys. */
const WORDS = /change|secret|password|example|please|gatehouse|default|abcdef|123456|qwerty/i;

const HOW = 'such as `openssl rand -base64 32` prints';

/** @throws Refusal of what is too short or was plainly not made by a random generator */
export function readSecretKey(text: string): Buffer {
  if (/^base64:/i.test(text)) throw new Refusal('must be only the base64 text, without base64: in front');
  if (!/^[\w+/\s-]+={0,2}$/.test(text)) throw new Refusal(`must be base64, ${HOW}`);
  const key = Buffer.from(text, 'base64');
  if (key.length < BYTES) throw new Refusal(`must be at least ${BYTES} random bytes in base64, ${HOW}`);
  if (!isRandom(text.replaceAll(/\s/g, ''), key)) {
    throw new Refusal(`is not a random key: use one ${HOW}`);
  }
  return key;
}

function isRandom(text: string, key: Buffer): boolean {
  const different = new Set(text).size;
  // Hexadecimal digits are read as base64, too: they are only more text for as much chance.
  if (/^[\da-f]{64,}$/i.test(text)) return different >= FEWEST_DIFFERENT_DIGITS && !hasPeriod(text);
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text);
  return (
    isMixed && new Set(key).size >= FEWEST_DIFFERENT && different >= FEWEST_DIFFERENT && !WORDS.test(text) && !hasPeriod(text)
  );
}

/** Whether it is one text several times over. */
const hasPeriod = (text: string): boolean => /^(.+?)\1+.{0,3}$/s.test(text);
