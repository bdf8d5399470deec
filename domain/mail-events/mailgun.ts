import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { type Report, stateOf } from '../mail-states/report.ts';
import { demandFresh } from './fresh.ts';
import { type Delivered, Forged, LONGEST_REPORT, parseJson, type Sender } from './sender.ts';

const signed = z.object({
  signature: z.object({ timestamp: z.string(), token: z.string(), signature: z.string() }),
  'event-data': z.unknown(),
});

const event = z.object({
  event: z.string(),
  severity: z.string().optional(),
  reason: z.string().optional(),
  recipient: z.string(),
  message: z.object({ headers: z.object({ 'message-id': z.string() }) }),
  'delivery-status': z
    .object({ message: z.string().nullish(), description: z.string().nullish(), 'enhanced-code': z.string().nullish() })
    .optional(),
});

/**
 * Mailgun signs a time and a token, and not the event. An event with the signature of another still changes nothing, because it needs
 * the id of an email of ours.
 */
export const mailgun = (key: string): Sender => ({
  reporter: 'MAILGUN',
  longest: LONGEST_REPORT,
  read: async ({ body, now }: Delivered): Promise<Report[]> => {
    const { signature, 'event-data': data } = readSigned(body);
    const expected = createHmac('sha256', key)
      .update(signature.timestamp + signature.token)
      .digest();
    const given = Buffer.from(signature.signature, 'hex');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Forged('its signature is wrong');
    demandFresh(signature.timestamp, await now());
    const told = event.safeParse(data);
    return told.success ? reportOf(told.data) : [];
  },
});

function reportOf({
  event: kind,
  severity,
  reason,
  recipient,
  message,
  'delivery-status': status,
}: z.infer<typeof event>): Report[] {
  const about = { messageId: message.headers['message-id'], recipient };
  if (kind === 'complained' || reason === 'suppress-complaint') return [{ ...about, state: 'COMPLAINED', detail: '' }];
  if (kind !== 'failed') return [];
  const detail = status?.message || status?.description || '';
  return [{ ...about, state: stateOf(status?.['enhanced-code'] || detail, severity === 'permanent'), detail }];
}

function readSigned(body: string): z.infer<typeof signed> {
  const { data } = signed.safeParse(parseJson(body));
  if (!data) throw new Forged('it has no signature');
  return data;
}
