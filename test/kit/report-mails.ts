/** What a report that comes by email is about; the rest has defaults. */
export type Told = {
  messageId: string;
  recipient: string;
  action?: string;
  status?: string;
  text?: string;
  /** The type of the part with the original, or null for a report without it. */
  original?: string | null;
  envelopeId?: string;
  forwardedTo?: string;
};

const BOUNDARY = 'a-boundary';

/** A report of a mail server, as RFC 3464 has it. */
export function deliveryReport({
  messageId,
  recipient,
  action = 'failed',
  status = '5.1.1',
  text = '',
  ...more
}: Told): string {
  const { original = 'text/rfc822-headers', envelopeId, forwardedTo } = more;
  return [
    'From: MAILER-DAEMON@mx.example.test',
    'To: no-reply@gatehouse.test',
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${BOUNDARY}"`,
    '',
    `--${BOUNDARY}`,
    'Content-Type: text/plain',
    '',
    'Your email could not be delivered.',
    `--${BOUNDARY}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.test',
    ...(envelopeId === undefined ? [] : [`Original-Envelope-Id: ${envelopeId}`]),
    '',
    `Final-Recipient: rfc822; ${forwardedTo ?? recipient}`,
    ...(forwardedTo === undefined ? [] : [`Original-Recipient: rfc822;${recipient}`]),
    `Action: ${action}`,
    `Status: ${status}`,
    ...(text === '' ? [] : [`Diagnostic-Code: smtp; ${text}`]),
    '',
    ...(original === null
      ? []
      : [`--${BOUNDARY}`, `Content-Type: ${original}`, '', `Message-ID: ${messageId}`, 'Subject: Hello', '']),
    `--${BOUNDARY}--`,
    '',
  ].join('\r\n');
}

/** A complaint, as RFC 5965 has it. */
export const feedbackReport = ({ messageId, recipient, type = 'abuse' }: Told & { type?: string }): string =>
  [
    'From: fbl@provider.test',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=feedback-report; boundary="${BOUNDARY}"`,
    '',
    `--${BOUNDARY}`,
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${type}`,
    'User-Agent: Provider/1',
    'Version: 1',
    `Original-Rcpt-To: <${recipient}>`,
    '',
    `--${BOUNDARY}`,
    'Content-Type: message/rfc822',
    '',
    `Message-ID: ${messageId}`,
    'Subject: Hello',
    '',
    'Hello',
    `--${BOUNDARY}--`,
    '',
  ].join('\r\n');
