import { redact } from '../log.ts';
import { TokenFailure } from './smtp-token.ts';

/** @limit characters: `job.lastError`. Beyond: The rest is cut off. */
export const MOST_REASON_CHARACTERS = 300;

/** The answer to whoever should have used STARTTLS or AUTH before, at any step (RFC 3207, 4; RFC 4954, 6). It is not about the email. */
const LOG_IN_FIRST = 530;

/** Whether another attempt makes no sense: the mail server refused this recipient or this mail for good. */
export function isPermanent(error: unknown): boolean {
  const { responseCode, command } = smtpReply(error);
  return responseCode >= 500 && responseCode !== LOG_IN_FIRST && /^(RCPT TO|DATA|MAIL FROM)$/.test(command);
}

/**
 * Whether somebody has to mend the configuration: the mail server lets nobody in (an answer of 5xx before there is a recipient), or its
 * certificate is not accepted, or there is no token for it.
 */
export function isForOperator(error: unknown): boolean {
  if (error instanceof TokenFailure) return error.isForOperator;
  const { responseCode, code } = smtpReply(error);
  return (responseCode >= 500 && !isPermanent(error)) || code === 'ETLS' || isOfCertificate(error);
}

/** "Service not available, closing" can be the answer to any command (RFC 5321, 3.8). */
const CLOSING = 421;

/** What a failure is about: the mail server itself, the sender of the email, or this email. */
export type Blame = 'server' | 'sender' | 'email';

/**
 * Whether another mail server may take an email that one did not. A server that answers about a recipient or an email works, even if it
 * only says "later" to strangers. A refusal of the sender for now may be about the server, or about the domain of one portal.
 */
export function blameOf(error: unknown): Blame {
  const { responseCode, command, code } = smtpReply(error);
  if (responseCode === CLOSING || responseCode === LOG_IN_FIRST) return 'server';
  if (code === 'EENVELOPE' && command === 'MAIL FROM' && responseCode >= 400 && responseCode < 500) return 'sender';
  // An error without a code is ours.
  return /^(EENVELOPE|EMESSAGE|ESTREAM|)$/.test(code) ? 'email' : 'server';
}

/** What `pg` and PostgreSQL say that could be of the mail server, too. */
const OF_DATABASE: Record<string, string> = {
  'timeout exceeded when trying to connect': 'every connection to the database is busy',
  'Query read timeout': 'the database did not answer in time',
  'canceling statement due to statement timeout': 'the database did not answer in time',
};

/** One line about a failure, without addresses and links. */
export function reasonOf(error: unknown): string {
  const { responseCode, command } = smtpReply(error);
  const message = error instanceof Error ? error.message : String(error);
  const text = OF_DATABASE[message] ?? message;
  const told = responseCode ? `SMTP ${responseCode} to ${command || 'the greeting'}: ${text}` : text;
  return redact(told).replaceAll(/\s+/g, ' ').slice(0, MOST_REASON_CHARACTERS);
}

function smtpReply(error: unknown): { responseCode: number; command: string; code: string } {
  if (!(error instanceof Error)) return { responseCode: 0, command: '', code: '' };
  const responseCode = 'responseCode' in error ? Number(error.responseCode) : 0;
  const text = (name: string) => (name in error ? String(Reflect.get(error, name)) : '');
  return { responseCode, command: text('command'), code: text('code') };
}

/** Of the codes of OpenSSL and Node, which nodemailer keeps beside its own. */
const isOfCertificate = (error: unknown): boolean =>
  error instanceof Error && 'originalCode' in error && /CERT|SIGNATURE|ISSUER/.test(String(error.originalCode));
