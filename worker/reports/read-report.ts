import PostalMime, { type Attachment } from 'postal-mime';
import { type Report, stateOf } from '../../domain/mail-states/report.ts';

/**
 * Each email of ours has one recipient.
 * @limit recipients: Recipients of one report that came by email. Beyond: The rest is left out.
 */
export const MOST_RECIPIENTS = 10;

/** @limit parts: Parts of a report within each other. Beyond: It is no report. */
export const MOST_NESTED_PARTS = 20;

/**
 * Reads the reports of an email from a mail server about an email of ours (RFC 3464, and RFC 5965 for complaints). Any other email, such as
 * an answer of somebody who is away, has none.
 * @param raw the whole message
 */
export async function readReport(raw: Uint8Array | string): Promise<Report[]> {
  const parts = await partsOf(raw);
  const find = (...types: string[]): string => textOf(parts.find(({ mimeType }) => types.includes(mimeType)));
  const original = fieldsIn(find('message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'));
  const complaint = fieldsIn(find('message/feedback-report'));
  if (complaint.get('feedback-type') === 'abuse') {
    const recipient = addressIn(complaint.get('original-rcpt-to'));
    return [{ messageId: original.get('message-id') ?? '', recipient, state: 'COMPLAINED', detail: '' }];
  }
  const [perMessage = new Map(), ...perRecipient] = find('message/delivery-status', 'message/global-delivery-status')
    .split(/\r?\n[ \t]*(?:\r?\n)+/)
    .map(fieldsIn);
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
    return (await PostalMime.parse(raw, options)).attachments;
  } catch {
    return [];
  }
}

const textOf = (part: Attachment | undefined): string => (typeof part?.content === 'string' ? part.content : '');

/** The fields up to the first empty line, by their names in lower case. A line that begins with a space goes on with the one before. */
function fieldsIn(text: string): Map<string, string> {
  const [head = ''] = text.replace(/^\s+/, '').split(/\r?\n\r?\n/, 1);
  const lines = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const [, name, value] = /^([\w-]+):\s*(.*?)\s*$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value]];
    }),
  );
}

function stateIn(fields: Map<string, string>): Report['state'] | null {
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
