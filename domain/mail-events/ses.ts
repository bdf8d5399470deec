import * as z from 'zod';
import { type Report, stateOf } from '../mail-states/report.ts';
import { type Delivered, LONGEST_REPORT, parseJson, type Sender } from './sender.ts';
import { confirmSubscription, openSns } from './sns.ts';

const recipient = z.object({
  emailAddress: z.string(),
  status: z.string().nullish(),
  diagnosticCode: z.string().nullish(),
});

const header = z.object({ name: z.string(), value: z.string() });

const event = z.object({
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  mail: z.object({
    headers: z.array(header).default([]),
    commonHeaders: z.object({ messageId: z.string().nullish() }).nullish(),
  }),
  bounce: z.object({ bounceType: z.string(), bouncedRecipients: z.array(recipient) }).optional(),
  complaint: z.object({ complaintFeedbackType: z.string().nullish(), complainedRecipients: z.array(recipient) }).optional(),
  deliveryDelay: z.object({ delayedRecipients: z.array(recipient) }).optional(),
});

/** @param topic the ARN of the topic that SES publishes to. A subscription to it is confirmed; no other is */
export function ses(topic: string): Sender {
  const sns = openSns(topic);
  return {
    reporter: 'SES',
    longest: LONGEST_REPORT,
    read: async ({ body, now }: Delivered): Promise<Report[]> => {
      const message = await sns.read(parseJson(body), now);
      if (message.Type !== 'Notification') {
        if (message.Type === 'SubscriptionConfirmation') await confirmSubscription(topic, message.SubscribeURL ?? '');
        return [];
      }
      // The first message after a set-up is a sentence.
      const told = event.safeParse(/^\s*\{/.test(message.Message) ? parseJson(message.Message) : null);
      return told.success ? reportsOf(told.data) : [];
    },
  };
}

function reportsOf({ mail, bounce, complaint, deliveryDelay }: z.infer<typeof event>): Report[] {
  // SES has a Message-ID of its own. Ours is among the headers, if the topic includes them.
  const ofHeaders = mail.headers.find(({ name }) => name.toLowerCase() === 'message-id')?.value;
  const messageId = mail.commonHeaders?.messageId ?? ofHeaders ?? '';
  const about = ({ emailAddress, status, diagnosticCode }: z.infer<typeof recipient>) => ({
    messageId,
    recipient: emailAddress,
    detail: [status, diagnosticCode].filter(Boolean).join(' '),
  });
  const isHard = bounce?.bounceType === 'Permanent';
  const isSpam = complaint?.complaintFeedbackType !== 'not-spam';
  return [
    ...(bounce?.bouncedRecipients ?? []).map((one) => ({ ...about(one), state: stateOf(one.status, isHard) })),
    ...(isSpam ? (complaint?.complainedRecipients ?? []) : []).map((one) => ({ ...about(one), state: 'COMPLAINED' as const })),
    ...(deliveryDelay?.delayedRecipients ?? []).map((one) => ({ ...about(one), state: 'DEFERRED' as const })),
  ];
}
