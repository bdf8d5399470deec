import { hash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { type Report, stateOf } from '../mail-states/report.ts';
import { MAIL_ID } from './mail-headers.ts';
import { type Delivered, Forged, LONGEST_REPORT, parseJson, type Sender } from './sender.ts';

const event = z.object({
  RecordType: z.string(),
  Type: z.string().optional(),
  Email: z.string(),
  Description: z.string().nullish(),
  Details: z.string().nullish(),
  Metadata: z.record(z.string(), z.unknown()).nullish(),
});

const HARD = ['HardBounce', 'BadEmailAddress'];
/** The email failed, and another may arrive. Other types are no failures, such as AutoResponder. */
const SOFT = ['Transient', 'SoftBounce', 'DnsError', 'Blocked', 'SpamNotification', 'SMTPApiError', 'DMARCPolicy', 'Unknown'];

/** Postmark signs nothing: it sends the user name and the password that stand in the URL that it was given. */
export const postmark = (password: string): Sender => ({
  reporter: 'POSTMARK',
  longest: LONGEST_REPORT,
  read: ({ headers, body }: Delivered): Report[] => {
    const [, credentials = ''] = /^Basic ([\w+/=]+)$/i.exec(headers.authorization ?? '') ?? [];
    const given = Buffer.from(credentials, 'base64')
      .toString()
      .replace(/^[^:]*:/, '');
    if (!timingSafeEqual(digest(given), digest(password))) throw new Forged('its password is wrong');
    const told = event.safeParse(parseJson(body));
    return told.success ? reportOf(told.data) : [];
  },
});

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

function reportOf({ RecordType, Type = '', Email, Description, Details, Metadata }: z.infer<typeof event>): Report[] {
  const about = { messageId: String(Metadata?.[MAIL_ID] ?? ''), recipient: Email };
  if (RecordType === 'SpamComplaint' || Type === 'SpamComplaint') return [{ ...about, state: 'COMPLAINED', detail: '' }];
  if (RecordType !== 'Bounce' || ![...HARD, ...SOFT].includes(Type)) return [];
  return [{ ...about, state: stateOf(Details, HARD.includes(Type)), detail: Details || Description || '' }];
}
