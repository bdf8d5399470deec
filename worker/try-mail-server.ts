import { createTransport } from 'nodemailer';
import { composeMail } from './compose-mail.ts';
import { reasonOf } from './failures.ts';
import { logInWith, takesToken } from './smtp-log-in.ts';
import { type SmtpTokens, TokenFailure } from './smtp-token.ts';

const SECOND_MS = 1_000;
/** Shorter than those of a worker: a person waits. */
const PATIENCE_MS = {
  dnsTimeout: 3 * SECOND_MS,
  connectionTimeout: 5 * SECOND_MS,
  greetingTimeout: 5 * SECOND_MS,
  socketTimeout: 8 * SECOND_MS,
};

/** Why the mail server was not used, and which step failed. */
export class MailServerFailure extends Error {
  step: 'token' | 'name' | 'connection' | 'TLS' | 'greeting' | 'log-in' | 'mail';
  constructor(step: MailServerFailure['step'], reason: string) {
    super(reason);
    this.step = step;
  }
}

/**
 * Connects to the mail server, greets it and logs in, as a worker does before each mail. With `mail`, it sends one.
 * @throws MailServerFailure
 */
export async function tryMailServer(
  smtpUrl: string,
  tokens: SmtpTokens | null,
  mail?: { from: string; to: string; subject: string; text: string },
): Promise<void> {
  const transport = createTransport(
    { ...logInWith(smtpUrl, tokens), ...PATIENCE_MS },
    { disableFileAccess: true, disableUrlAccess: true },
  );
  try {
    // The mail server would not wait for as long as an endpoint may take.
    if (takesToken(smtpUrl)) await tokens?.get();
    if (!mail) return void (await transport.verify());
    const { from, to, subject, text } = mail;
    const headers = { From: { name: 'Gatehouse', address: from }, To: { name: '', address: to }, Subject: subject };
    const envelope = { from: { name: '', address: from }, to: { name: '', address: to } };
    await transport.sendMail({ envelope, raw: composeMail(headers, { html: `<p>${text}</p>`, text }) });
  } catch (error) {
    throw new MailServerFailure(stepOf(error), reasonOf(error));
  } finally {
    transport.close();
  }
}

/** By the codes of Nodemailer and Node. */
function stepOf(error: unknown): MailServerFailure['step'] {
  if (error instanceof TokenFailure) return 'token';
  const { code = '', command = '', message = '' } = Object(error);
  if (code === 'EDNS' || code === 'ENOTFOUND' || /getaddrinfo|ENOTFOUND|EAI_AGAIN/.test(message)) return 'name';
  if (code === 'ETLS' || /certificate|SSL|TLS/i.test(message)) return 'TLS';
  if (code === 'EAUTH' || command.startsWith('AUTH')) return 'log-in';
  if (/^(MAIL FROM|RCPT TO|DATA)$/.test(command)) return 'mail';
  if (/greeting/i.test(message) || Object(error).responseCode) return 'greeting';
  return 'connection';
}
