import { meansNoMailbox } from '../domain/mail-states/report.ts';
import { redact } from '../log.ts';
import { TokenFailure } from './smtp-token.ts';

/** @limit characters: `job.lastError`. Beyond: The rest is cut off. */
export const MOST_REASON_CHARACTERS = 300;

/** The answer to whoever should have used STARTTLS or AUTH before, at any step (RFC 3207, 4; RFC 4954, 6). It is not about the email. */
const LOG_IN_FIRST = 530;

/**
 * Whether a mail server refused this recipient, this email or its sender for good. If it is the only one, another attempt makes no sense.
 */
export function isPermanent(error: unknown): boolean {
  const { responseCode, command } = smtpReply(error);
  return responseCode >= 500 && responseCode !== LOG_IN_FIRST && /^(RCPT TO|DATA|MAIL FROM)$/.test(command);
}

/** Whether a mail server has got the whole email, and refused it for good: it does not have it (RFC 5321, 4.2.5). */
export const refusesText = (error: unknown): boolean => isPermanent(error) && smtpReply(error).code === 'EMESSAGE';

/** The mail servers that were asked refused us for good. Another one could not be asked, or said "later". So the email is tried again. */
export class RefusedBySome extends Error {
  constructor(refusal: unknown) {
    super(`${reasonOf(refusal)}; another mail server may take it later`);
  }
}

/**
 * Whether somebody has to mend the configuration: the mail server lets nobody in (an answer of 5xx before there is a recipient) or does not
 * let us send, or its certificate is not accepted, or there is no token for it.
 */
export function isForOperator(error: unknown): boolean {
  if (error instanceof TokenFailure) return error.isForOperator;
  const { responseCode, code } = smtpReply(error);
  const letsNobodyIn = responseCode >= 500 && !isPermanent(error);
  return letsNobodyIn || error instanceof RefusedBySome || code === 'ETLS' || isOfCertificate(error);
}

/** "Service not available, closing" can be the answer to any command (RFC 5321, 3.8). */
const CLOSING = 421;

/** What a failure is about: the mail server itself, the sender of the email or our standing at the server, or this email. */
export type Blame = 'server' | 'sender' | 'email';

/**
 * Whether another mail server may take an email that one did not. A server that answers about a recipient or an email works, even if it
 * only says "later" to strangers. What it says about the sender may be about us, or about the domain of one portal; either way, another
 * server can have another opinion.
 */
export function blameOf(error: unknown): Blame {
  const { responseCode, command, code } = smtpReply(error);
  if (responseCode === CLOSING || responseCode === LOG_IN_FIRST) return 'server';
  // Without an answer, the server has told before that the email is too large for it.
  if (command === 'MAIL FROM' && /^(EENVELOPE|EMESSAGE)$/.test(code)) return 'sender';
  if (isPermanent(error) && !isOfRecipient(error)) return 'sender';
  // An error without a code is ours.
  return /^(EENVELOPE|EMESSAGE|ESTREAM|)$/.test(code) ? 'email' : 'server';
}

/** What servers without enhanced codes say to RCPT of a mailbox that they do not have (RFC 5321, 4.2.3). They say it of a policy, too. */
const OF_MAILBOX = [550, 551, 553];

/** Whether a refusal for good says that there is no such mailbox. Policies, limits and the like are those of one server (RFC 3463). */
function isOfRecipient(error: unknown): boolean {
  const { responseCode, command } = smtpReply(error);
  const code = enhancedCode(error);
  return code ? meansNoMailbox(code) : command === 'RCPT TO' && OF_MAILBOX.includes(responseCode);
}

/**
 * What a mail server said of an address that it does not have, in the words of reports. Without an enhanced code it may mean a policy, and
 * stops no later email.
 */
export function noMailboxIn(error: unknown): string | null {
  const { command, response } = smtpReply(error);
  const code = enhancedCode(error);
  return command === 'RCPT TO' && code && meansNoMailbox(code) ? response.replaceAll(/^\d{3}[ -]/gm, '') : null;
}

/** The code at the begin of a refusal (RFC 2034). 5.0.0 and the like say nothing. Some servers write a # before it. */
function enhancedCode(error: unknown): string | undefined {
  const [, code] = /^5\d\d[ -]#?(5\.[1-9]\d{0,2}\.\d{1,3})(?![\d.])/.exec(smtpReply(error).response) ?? [];
  return code;
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
  const message = error instanceof Error ? saidIn(error) : String(error);
  const text = OF_DATABASE[message] ?? message;
  const told = responseCode ? `SMTP ${responseCode} to ${command || 'the greeting'}: ${text}` : text;
  // No text in PostgreSQL holds the character NUL, which a mail server can say.
  return redact(told)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, MOST_REASON_CHARACTERS)
    .toWellFormed();
}

/** What an IMAP server answered, because the message is only that it refused. */
const saidIn = (error: Error): string =>
  'responseText' in error && error.responseText ? String(error.responseText) : error.message;

function smtpReply(error: unknown): { responseCode: number; command: string; code: string; response: string } {
  if (!(error instanceof Error)) return { responseCode: 0, command: '', code: '', response: '' };
  const responseCode = 'responseCode' in error ? Number(error.responseCode) : 0;
  const text = (name: string) => (name in error ? String(Reflect.get(error, name)) : '');
  return { responseCode, command: text('command'), code: text('code'), response: text('response') };
}

/** Of the codes of OpenSSL and Node, which nodemailer keeps beside its own. */
const isOfCertificate = (error: unknown): boolean =>
  error instanceof Error && 'originalCode' in error && /CERT|SIGNATURE|ISSUER/.test(String(error.originalCode));
