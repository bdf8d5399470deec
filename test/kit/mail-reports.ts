import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { ClearMailStateDocument, type Delivery, MailStateOfDocument } from '../generated/operations.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site } from './mutate.ts';
import { lastMailTo } from './people.ts';
import { present } from './present.ts';

const MAILGUN_KEY = randomBytes(24).toString('hex');
const POSTMARK_PASSWORD = randomBytes(24).toString('hex');
export const sendgridKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The variables of an installation that takes reports of these senders. */
export const SENDERS = {
  MAILGUN_WEBHOOK_SIGNING_KEY: MAILGUN_KEY,
  POSTMARK_WEBHOOK_PASSWORD: POSTMARK_PASSWORD,
  SENDGRID_WEBHOOK_VERIFICATION_KEY: sendgridKeys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
};

export type Failure = { messageId: string; recipient: string; status?: string; isHard?: boolean; text?: string };

/** Sends a request to `/mail-events/`, as a sender does. @returns the status of the answer */
export async function post(
  { url }: Pick<Installation, 'url'>,
  source: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(`${url}/mail-events/${source}`, { method: 'POST', body: text, headers });
  await answer.text();
  return answer.status;
}

export const seconds = (at = Date.now()): string => String(Math.floor(at / 1_000));

/** An event of Mailgun, signed. */
export function mailgunBody(data: object, { key = MAILGUN_KEY, timestamp = seconds() } = {}): object {
  const token = randomBytes(25).toString('hex');
  const signature = createHmac('sha256', key)
    .update(timestamp + token)
    .digest('hex');
  return { signature: { timestamp, token, signature }, 'event-data': data };
}

export const mailgunFailure = ({ messageId, recipient, status = '', isHard = true, text = '' }: Failure): object => ({
  event: 'failed',
  severity: isHard ? 'permanent' : 'temporary',
  recipient,
  // Mailgun leaves the angle brackets out.
  message: { headers: { 'message-id': messageId.replace(/^<|>$/g, '') } },
  'delivery-status': { code: 550, message: text, 'enhanced-code': status },
});

export const sendgridHeaders = (body: string, { key = sendgridKeys.privateKey, timestamp = seconds() } = {}) => ({
  'x-twilio-email-event-webhook-signature': sign('sha256', Buffer.from(timestamp + body), key).toString('base64'),
  'x-twilio-email-event-webhook-timestamp': timestamp,
});

export const postmarkHeaders = (password = POSTMARK_PASSWORD) => ({
  authorization: `Basic ${Buffer.from(`postmark:${password}`).toString('base64')}`,
});

/** Mailgun reports that the last email to an address came back. */
export async function bounce(gatehouse: Installation, recipient: string, more: Partial<Failure> = {}): Promise<void> {
  const failure = { messageId: lastMailTo(gatehouse, recipient).messageId, recipient, status: '5.1.1', ...more };
  const status = await post(gatehouse, 'mailgun', mailgunBody(mailgunFailure(failure)));
  if (status !== 200) throw new Error(`The report was answered with ${status}.`);
}

/** Mailgun reports that the person marked the last email as spam. */
export async function complain(gatehouse: Installation, recipient: string): Promise<void> {
  const { messageId } = lastMailTo(gatehouse, recipient);
  const data = { event: 'complained', recipient, message: { headers: { 'message-id': messageId } } };
  const status = await post(gatehouse, 'mailgun', mailgunBody(data));
  if (status !== 200) throw new Error(`The report was answered with ${status}.`);
}

export const clearMailState = (gatehouse: Site, ids: string[], token: string | undefined) =>
  mutate(gatehouse, ClearMailStateDocument, { ids }, { token });

export async function mailStateOf({ graphql }: Site, id: string, token: string) {
  const { data, text } = await graphql(MailStateOfDocument, { id }, { token });
  return present(data?.developer, `a developer in ${text}`).mailState;
}

export const stateOf = async (gatehouse: Site, id: string, token: string): Promise<Delivery> =>
  (await mailStateOf(gatehouse, id, token)).state;
