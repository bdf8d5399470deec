import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import * as z from 'zod';
import { type Report, stateOf } from '../mail-states/report.ts';
import { demandFresh } from './fresh.ts';
import { MAIL_ID } from './mail-headers.ts';
import { type Delivered, Forged, parseJson, type Sender, Unreadable } from './sender.ts';

/**
 * SendGrid sends what happened within 30 seconds at once, or 768 kilobytes of it.
 * @limit bytes: Report of SendGrid at `/mail-events/`. Beyond: 413.
 */
export const LONGEST_BATCH = 1024 * 1024;
/**
 * Events of bounces have some 500 bytes each, so no batch holds as many.
 * @limit events: Events in one report of SendGrid. Beyond: The rest is left out.
 */
export const MOST_EVENTS = 5_000;

const event = z.object({
  event: z.string(),
  type: z.string().optional(),
  email: z.string(),
  status: z.string().optional(),
  reason: z.string().optional(),
  response: z.string().optional(),
  [MAIL_ID]: z.string().optional(),
  'smtp-id': z.string().optional(),
});

/** SendGrid signs the time and the body with a key of its own (ECDSA), whose public part it shows. */
export function sendgrid(publicKey: string): Sender {
  const key = readSendgridKey(publicKey);
  return {
    reporter: 'SENDGRID',
    longest: LONGEST_BATCH,
    read: async ({ headers, body, now }: Delivered): Promise<Report[]> => {
      const signature = String(headers['x-twilio-email-event-webhook-signature'] ?? '');
      const timestamp = String(headers['x-twilio-email-event-webhook-timestamp'] ?? '');
      if (!key || !verify('sha256', Buffer.from(timestamp + body), key, Buffer.from(signature, 'base64')))
        throw new Forged('its signature is wrong');
      demandFresh(timestamp, await now());
      const events = parseJson(body);
      if (!Array.isArray(events)) throw new Unreadable('it is no list of events');
      return events.slice(0, MOST_EVENTS).flatMap((one) => {
        const told = event.safeParse(one);
        return told.success ? reportOf(told.data) : [];
      });
    },
  };
}

/** @returns null for what is no public key of ECDSA */
export function readSendgridKey(text: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ec' ? key : null;
  } catch {
    return null;
  }
}

function reportOf({ event: kind, type, email, status, reason, response, ...ids }: z.infer<typeof event>): Report[] {
  const about = { messageId: ids[MAIL_ID] ?? ids['smtp-id'] ?? '', recipient: email };
  const detail = reason ?? response ?? '';
  if (kind === 'spamreport' || (kind === 'dropped' && reason === 'Spam Reporting Address'))
    return [{ ...about, state: 'COMPLAINED', detail: '' }];
  if (kind === 'dropped' && reason === 'Bounced Address') return [{ ...about, state: 'BOUNCED', detail }];
  if (kind === 'deferred') return [{ ...about, state: 'DEFERRED', detail }];
  return kind === 'bounce' ? [{ ...about, state: stateOf(status || detail, type !== 'blocked'), detail }] : [];
}
