import { readSendgridKey } from '../domain/mail-events/sendgrid.ts';
import { TOPIC } from '../domain/mail-events/sns.ts';
import { Refusal } from './refuse.ts';

/** Nobody guesses so many. */
const FEWEST_CHARACTERS = 16;

/** The ARN of the topic of Amazon SNS that Amazon SES publishes to. @throws Refusal */
export function readSesTopic(text: string): string {
  if (!TOPIC.test(text)) throw new Refusal('must be the ARN of a topic such as arn:aws:sns:eu-west-1:123456789012:bounces');
  return text;
}

/** A password or a key that a sender of emails shares with us. @throws Refusal */
export function readSharedSecret(text: string): string {
  if (text.length < FEWEST_CHARACTERS)
    throw new Refusal(`must have at least ${FEWEST_CHARACTERS} characters, such as \`openssl rand -hex 32\` prints`);
  return text;
}

/** @throws Refusal */
export function readVerificationKey(text: string): string {
  if (!readSendgridKey(text))
    throw new Refusal('must be the verification key as SendGrid shows it: a public key of ECDSA in base64');
  return text;
}
