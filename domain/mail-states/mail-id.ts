import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { parseAddress } from '../addresses/parse-address.ts';
import type { Keys } from '../app.ts';
import type { Person } from './person.ts';

/** 96 bits: nobody finds one by trying. With it, the id has at most the 80 characters that Postmark keeps of a value. */
const MAC_BYTES = 12;

const FORM = /^([\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12})\.([ad])([\w-]{22})\.([\w-]{16})$/;

type MailIdKeys = Pick<Keys, 'mailIds'>;

/** An email of ours, as its id tells. */
export type KnownMail = {
  jobId: string;
  person: Person;
  /** When its job was written, by the clock of that process. */
  writtenAt: Date;
};

/**
 * The part of a Message-ID before the @. It is the same for each attempt at a job, and says who gets the email, so a report can come after
 * the job was removed. Whoever knows it has seen the email: it cannot be guessed, and is good for this one address alone.
 * @param person null for an email to nobody whom we know yet: reports about it change nothing
 */
export function mailIdOf(keys: MailIdKeys, jobId: string, person: Person | null, to: string): string {
  if (!person) return jobId;
  const named = `${jobId}.${person.kind === 'ADMIN' ? 'a' : 'd'}${packed(person.id)}`;
  return `${named}.${macOf(keys.mailIds[0], named, to).toString('base64url')}`;
}

/**
 * Reads the id of an email out of a report.
 * @param messageId as it was reported: with or without angle brackets and domain
 * @param recipient the address that the report is about
 * @returns null for anything but an email of ours to this address
 */
export function readMailId(keys: MailIdKeys, messageId: string, recipient: string): KnownMail | null {
  const [, jobId = '', kind, id = '', mac = ''] =
    FORM.exec(
      messageId
        .trim()
        .replace(/^</, '')
        .replace(/[@>].*$/s, ''),
    ) ?? [];
  if (!jobId || !parseAddress(recipient)) return null;
  const given = Buffer.from(mac, 'base64url');
  const isOurs = keys.mailIds.some((key) => timingSafeEqual(macOf(key, `${jobId}.${kind}${id}`, recipient), given));
  if (!isOurs) return null;
  return { jobId, person: { kind: kind === 'a' ? 'ADMIN' : 'DEVELOPER', id: unpacked(id) }, writtenAt: timeIn(jobId) };
}

const macOf = (key: KeyObject, named: string, address: string): Buffer =>
  createHmac('sha256', key)
    .update(`${named}:${parseAddress(address)?.canonical ?? address}`)
    .digest()
    .subarray(0, MAC_BYTES);

const packed = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

const unpacked = (text: string): string =>
  Buffer.from(text, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The first 48 bits of a UUID of version 7 (RFC 9562, 5.7). */
const timeIn = (id: string): Date => new Date(Number.parseInt(id.replace('-', '').slice(0, 12), 16));
