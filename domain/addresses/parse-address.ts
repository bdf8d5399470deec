import { domainToASCII, domainToUnicode } from 'node:url';

export type Address = {
  /** Lower case, with the domain as A-labels. */
  canonical: string;
  /** As typed, with the domain as A-labels. Mails go here. */
  typed: string;
};

/** @limit characters: Email address. Beyond: InvalidInput. */
export const LONGEST = 254; // RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets
/** @limit characters: Email address before the @. Beyond: InvalidInput. */
export const LONGEST_LOCAL_PART = 64; // RFC 5321, 4.5.3.1.1
const DOT_ATOM = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/; // RFC 5322, 3.2.3
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/; // RFC 1035, 2.3.1

/** Strict, because quotes, comments and groups have made mailers send to another person than the checked one. */
export function parseAddress(text: string): Address | null {
  if (text.length > LONGEST || !text.isWellFormed()) return null;
  const typed = text.normalize('NFC');
  const at = typed.lastIndexOf('@');
  const localPart = typed.slice(0, at).toLowerCase();
  const domain = parseDomain(typed.slice(at + 1));
  if (at < 1 || domain === null || /[^\x21-\x7e]/.test(typed.slice(0, at))) return null;
  if (localPart.length > LONGEST_LOCAL_PART || !DOT_ATOM.test(localPart) || localPart.includes('=?')) return null;
  const canonical = `${localPart}@${domain}`;
  return canonical.length > LONGEST ? null : { canonical, typed: `${typed.slice(0, at)}@${domain}` };
}

/** Returns null if IDNA would first map the name to another name. */
export function parseDomain(text: string): string | null {
  if (text !== text.normalize('NFKC') || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(text)) return null;
  const ascii = domainToASCII(text);
  const labels = ascii.split('.');
  // `domainToASCII` accepts all ASCII. An invalid A-label decodes to itself.
  if (labels.some((label) => label.startsWith('xn--') && domainToUnicode(label) === label)) return null;
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '') ? ascii : null;
}
