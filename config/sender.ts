import { parseAddress } from '../domain/addresses/parse-address.ts';
import { hasControl, lengthOf } from '../domain/text.ts';
import { Refusal } from './refuse.ts';

/** @limit characters: Name in MAIL_FROM. Beyond: The process does not start. */
export const LONGEST_NAME = 100;

/** The sender of emails. The name is null if there is none before the email address. */
export type Sender = { name: string | null; address: string };

/**
 * Reads `name@example.com`, `<name@example.com>`, `Acme <name@example.com>` or `"Acme, Inc." <name@example.com>`.
 * @throws Refusal
 */
export function readSender(text: string): Sender {
  const wrong = new Refusal('must be one email address such as no-reply@example.com, or Acme <no-reply@example.com>');
  if (hasControl(text)) throw wrong;
  const [, before = '', inner = ''] = /^([^<>]*)<([^<>]*)>$/.exec(text) ?? [];
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(before.trim());
  const name = quoted ? (quoted[1] ?? '').replaceAll(/\\(.)/g, '$1').trim() : before.trim();
  if (!quoted && /[",;:@\\]/.test(name)) throw wrong;
  if (lengthOf(name) > LONGEST_NAME) throw new Refusal(`must have a name of at most ${LONGEST_NAME} characters`);
  const bare = (inner || text).trim();
  // `localhost` is no domain, but a machine can send emails to itself with it.
  const parsed = parseAddress(bare.replace(/@localhost$/i, '@localhost.invalid'));
  if (!parsed) throw wrong;
  return { name: name || null, address: parsed.typed.replace(/@localhost\.invalid$/, '@localhost') };
}
