import { mailgun } from './mailgun.ts';
import { postmark } from './postmark.ts';
import type { Sender, SenderSettings } from './sender.ts';
import { sendgrid } from './sendgrid.ts';
import { ses } from './ses.ts';

/** The senders whose reports are taken, by their names in `/mail-events/<name>`: those that have a setting. */
export const sendersOf = ({ sesTopic, postmarkPassword, mailgunKey, sendgridKey }: SenderSettings): Map<string, Sender> =>
  new Map([
    ...(sesTopic ? [['ses', ses(sesTopic)] as const] : []),
    ...(postmarkPassword ? [['postmark', postmark(postmarkPassword)] as const] : []),
    ...(mailgunKey ? [['mailgun', mailgun(mailgunKey)] as const] : []),
    ...(sendgridKey ? [['sendgrid', sendgrid(sendgridKey)] as const] : []),
  ]);
