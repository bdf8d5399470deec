import { verify, X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { MINUTE_MS, SECOND_MS } from '../durations.ts';
import { Forged } from './sender.ts';

/** @limit Time for a request to Amazon SNS. Beyond: 503, and SNS reports again. */
export const SNS_TIMEOUT_MS = 5 * SECOND_MS;
/** @limit bytes: Certificate of Amazon SNS. Beyond: It is not used. */
export const LONGEST_CERTIFICATE = 16 * 1024;
/** @limit certificates: Certificates of Amazon SNS that a server keeps. Beyond: The oldest is forgotten. */
export const MOST_CERTIFICATES = 4;
/**
 * SNS has one certificate at a time. Requests of strangers must not make requests of ours.
 * @limit certificates: Certificates that a server asks Amazon SNS for in a minute. Beyond: 503, and SNS reports again.
 */
export const MOST_FETCHES_PER_MINUTE = 5;

const message = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Subject: z.string().optional(),
  Message: z.string(),
  Timestamp: z.string(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.base64(),
  SigningCertURL: z.string(),
});

export type SnsMessage = z.infer<typeof message>;

/** `arn:aws:sns:eu-west-1:123456789012:bounces` */
export const TOPIC = /^arn:aws(?:-[a-z-]+)?:sns:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:[\w-]{1,256}(?:\.fifo)?$/;

/** Amazon SNS could not be asked. It is worth another try. */
export class SnsAway extends Error {}

/** Reads messages of one topic. */
export function openSns(topic: string): { read: (body: unknown, now: () => Promise<Date>) => Promise<SnsMessage> } {
  const certificateAt = openCertificates();
  return {
    /** @throws Forged for all but a message that SNS signed for this topic; SnsAway */
    read: async (body, now) => {
      const { data } = message.safeParse(body);
      if (data?.TopicArn !== topic) throw new Forged('it is not of SES_TOPIC_ARN');
      const url = URL.parse(data.SigningCertURL);
      if (url?.origin !== originOf(topic) || !/^\/SimpleNotificationService-[\da-f]{32}\.pem$/.test(url.pathname) || url.search)
        throw new Forged('its certificate is not of the region of SES_TOPIC_ARN');
      const { publicKey, validFrom, validTo } = await certificateAt(url.href);
      const algorithm = data.SignatureVersion === '1' ? 'sha1' : 'sha256';
      const isSigned = verify(algorithm, Buffer.from(signedText(data)), publicKey, Buffer.from(data.Signature, 'base64'));
      if (!isSigned) throw new Forged('its signature is wrong');
      const at = (await now()).getTime();
      if (at < Date.parse(validFrom) || at > Date.parse(validTo)) throw new Forged('its certificate is not valid now');
      return data;
    },
  };
}

/** The part of a message that is signed: these fields, in the order of the alphabet, each if there is one. */
function signedText(given: SnsMessage): string {
  const fields =
    given.Type === 'Notification'
      ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
      : (['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const);
  return fields.flatMap((name) => (given[name] === undefined ? [] : [`${name}\n${given[name]}\n`])).join('');
}

/** Tells SNS that reports may come here. The message that asks for it must have been read, which checks it. @throws Forged or SnsAway */
export async function confirmSubscription(topic: string, subscribeUrl: string): Promise<void> {
  if (URL.parse(subscribeUrl)?.origin !== originOf(topic)) throw new Forged('it is confirmed at another host than that of SNS');
  await ask(subscribeUrl);
}

/** Where SNS of the region of a topic answers. China has a domain of its own. */
function originOf(topic: string): string {
  const [, region = ''] = TOPIC.exec(topic) ?? [];
  return `https://sns.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

function openCertificates(): (url: string) => Promise<X509Certificate> {
  const known = new Map<string, X509Certificate>();
  let fetches: number[] = [];
  return async (url) => {
    const certificate = known.get(url);
    if (certificate) return certificate;
    fetches = fetches.filter((at) => at > performance.now() - MINUTE_MS);
    if (fetches.length >= MOST_FETCHES_PER_MINUTE) throw new SnsAway('it was asked too often');
    fetches.push(performance.now());
    const fetched = readCertificate(await ask(url));
    known.set(url, fetched);
    const [oldest] = known.keys();
    if (known.size > MOST_CERTIFICATES && oldest !== undefined) known.delete(oldest);
    return fetched;
  };
}

function readCertificate(pem: Buffer): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new SnsAway('its certificate cannot be read');
  }
}

async function ask(url: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(SNS_TIMEOUT_MS) });
    if (answer.status !== 200) throw new SnsAway(`it answered ${answer.status}`);
    let size = 0;
    for await (const part of answer.body ?? []) {
      size += part.byteLength;
      if (size > LONGEST_CERTIFICATE) throw new SnsAway('its answer is too large');
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof SnsAway ? error : new SnsAway('it did not answer');
  }
  return Buffer.concat(parts);
}
