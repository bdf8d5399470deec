import PostalMime, { type Attachment } from 'postal-mime';
import { type Report, stateOf } from '../../domain/mail-states/report.ts';
import { blocksIn, type Fields } from './fields.ts';

/**
 * Each email of ours has one recipient.
 * @limit recipients: Recipients of one report that came by email. Beyond: The rest is left out.
 */
export const MOST_RECIPIENTS = 10;

/** @limit parts: Parts of a report within each other. Beyond: It is no report. */
export const MOST_NESTED_PARTS = 20;

/** @limit lines: Lines of an email with a report. Beyond: The rest is not read. */
export const MOST_EMAIL_LINES = 20_000;

/**
 * Reads the reports of an email from a mail server about an email of ours (RFC 3464, and RFC 5965 for complaints). Any other email, such as
 * an answer of somebody who is away, has none.
 * @param raw the whole message
 */
export async function readReport(raw: Uint8Array | string): Promise<Report[]> {
  const parts = await partsOf(raw);
  const find = (...types: string[]): string => textOf(parts.find(({ mimeType }) => types.includes(mimeType)));
  const headOf = (...types: string[]): Fields => blocksIn(find(...types))[0] ?? new Map();
  const original = headOf('message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers');
  const complaint = headOf('message/feedback-report');
  if (complaint.get('feedback-type') === 'abuse') {
    const recipient = addressIn(complaint.get('original-rcpt-to'));
    return [{ messageId: original.get('message-id') ?? '', recipient, state: 'COMPLAINED', detail: '' }];
  }
  const [perMessage = new Map(), ...perRecipient] = blocksIn(find('message/delivery-status', 'message/global-delivery-status'));
  const messageId = original.get('message-id') ?? perMessage.get('original-envelope-id') ?? '';
  return perRecipient.slice(0, MOST_RECIPIENTS).flatMap((fields) => {
    const state = stateIn(fields);
    // A forwarded email fails at another address than it was sent to.
    const recipient = addressIn(fields.get('original-recipient') ?? fields.get('final-recipient'));
    const detail = [fields.get('status'), afterType(fields.get('diagnostic-code'))].filter(Boolean).join(' ');
    return state ? [{ messageId, recipient, state, detail }] : [];
  });
}

async function partsOf(raw: Uint8Array | string): Promise<Attachment[]> {
  try {
    const options = { attachmentEncoding: 'utf8', forceRfc822Attachments: true, maxNestingDepth: MOST_NESTED_PARTS } as const;
    return (await PostalMime.parse(firstLines(Buffer.from(raw)), options)).attachments;
  } catch {
    return [];
  }
}

/** The parser takes its time for each line, however short. */
function firstLines(raw: Buffer): Buffer {
  let end = 0;
  for (let line = 0; line < MOST_EMAIL_LINES; line++) {
    const at = raw.indexOf('\n', end);
    if (at < 0) return raw;
    end = at + 1;
  }
  return raw.subarray(0, end);
}

const textOf = (part: Attachment | undefined): string => (typeof part?.content === 'string' ? part.content : '');

function stateIn(fields: Fields): Report['state'] | null {
  const action = fields.get('action')?.toLowerCase();
  if (action === 'delayed') return 'DEFERRED';
  if (action !== 'failed') return null;
  const status = fields.get('status') ?? '';
  // 5.0.0 says only that it failed. What the server said may say more.
  return stateOf(/^5\.0\.0/.test(status) ? fields.get('diagnostic-code') : status, false);
}

/** `smtp; 550 no such user` or `rfc822;ada@example.com` without the type. */
const afterType = (value = ''): string => value.replace(/^[\w-]+\s*;\s*/, '');

const addressIn = (value: string | undefined): string => afterType(value).replaceAll(/[<>\s]/g, '');
