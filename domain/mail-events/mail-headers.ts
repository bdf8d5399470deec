import type { SenderSettings } from './sender.ts';

/** The name under which senders give the id of an email back that have Message-IDs of their own. */
export const MAIL_ID = 'mail-id';

/**
 * Headers for senders that replace the Message-ID. They read them and do not pass them on.
 * @param mailId what stands before the @ of the Message-ID
 */
export const mailHeaders = ({ postmarkPassword, sendgridKey }: SenderSettings, mailId: string): Record<string, string> => ({
  ...(postmarkPassword !== undefined && { [`X-PM-Metadata-${MAIL_ID}`]: mailId }),
  // With spaces, where a mail program can begin a new line.
  ...(sendgridKey !== undefined && { 'X-SMTPAPI': `{ "unique_args": { "${MAIL_ID}": "${mailId}" } }` }),
});
