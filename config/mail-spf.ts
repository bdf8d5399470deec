import { isOff, Refusal } from './refuse.ts';

/**
 * RFC 7208, 4.6.4: a receiver follows 10 of them at most, and the record of a domain has others.
 * @limit mechanisms: Mechanisms in MAIL_SPF. Beyond: The process does not start.
 */
export const MOST_MECHANISMS = 5;

/** Reads mechanisms of SPF, separated by spaces. @throws Refusal */
export function readMailSpf(text: string): string[] {
  if (isOff(text)) return [];
  const mechanisms = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (mechanisms.length > MOST_MECHANISMS || !mechanisms.every(isMechanism)) throw new Refusal(NO_MECHANISMS);
  return mechanisms;
}

const isMechanism = (text: string): boolean => /^(include|a|mx|ip4|ip6):[a-z0-9_.:/-]{1,100}$/.test(text);

const NO_MECHANISMS = 'must be at most 5 mechanisms of SPF, such as include:_spf.example.com or ip4:203.0.113.5';
