import type { Delivery } from '../../prisma/generated/client/client.ts';

/** Who reports. `MAIL` is a report of a mail server by email (RFC 3464), `SMTP` the answer of our own one when it is offered an email. */
export type Reporter = 'SES' | 'POSTMARK' | 'MAILGUN' | 'SENDGRID' | 'MAIL' | 'SMTP';

/** What became of an email, in the words of all reporters. */
export type Report = {
  /** With or without angle brackets and domain. */
  messageId: string;
  /** The address that the email was sent to. */
  recipient: string;
  state: Exclude<Delivery, 'OK'>;
  /** What the mail server said, such as `5.1.1 no such user`. */
  detail: string;
};

/**
 * The codes of RFC 3463 that say that there is no such mailbox, or not any more: 5.1.x, but for those about the sender (5.1.7, 5.1.8)
 * and about what is only odd (5.1.5, 5.1.9), and 5.2.1. What else fails for good, such as a full mailbox or a policy, can be
 * different tomorrow.
 */
const NO_MAILBOX = /^5\.(1\.(?![5789]$)\d{1,3}|2\.1)$/;

/** @param code an enhanced status code, such as 5.1.1 */
export const meansNoMailbox = (code: string): boolean => NO_MAILBOX.test(code);

/**
 * What a failure means.
 * @param status the enhanced status code (RFC 3463), which decides where there is one
 * @param isHard whether the reporter calls it permanent
 */
export function stateOf(status: string | null | undefined, isHard: boolean): Report['state'] {
  const [code] = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(status ?? '') ?? [];
  const isBounce = code ? meansNoMailbox(code) : isHard;
  return isBounce ? 'BOUNCED' : 'DEFERRED';
}
