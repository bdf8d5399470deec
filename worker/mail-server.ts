import { createTransport, type SendMailOptions } from 'nodemailer';
import { runPart } from '../current-work.ts';
import { SECOND_MS } from '../domain/durations.ts';
import { refusesText } from './failures.ts';
import { logInWith } from './smtp-log-in.ts';
import type { SmtpTokens } from './smtp-token.ts';

/** @limit connections: Connections of one worker to a mail server, and emails at once. Beyond: An email waits. */
export const MAIL_CONNECTIONS = 10;

/** @limit Time for each step of sending an email. Beyond: The attempt fails, and another mail server or a later attempt follows. */
export const SMTP_TIMEOUTS_MS = {
  connectionTimeout: 10 * SECOND_MS,
  greetingTimeout: 10 * SECOND_MS,
  socketTimeout: 20 * SECOND_MS,
  dnsTimeout: 5 * SECOND_MS,
};

/** `mayHaveIt`: the server got a part of the email and did not refuse it, so it may have all of it. */
type Failure = { error: unknown; mayHaveIt: boolean };

export type MailServer = {
  /** Host and port, as operators know it. */
  name: string;
  /** Null once the server has accepted the email. */
  send: (mail: Pick<SendMailOptions, 'envelope' | 'raw' | 'dsn'>, signal: AbortSignal) => Promise<Failure | null>;
  /** Connects, greets and logs in. @throws what the server or the network did */
  verify: () => Promise<unknown>;
  close: () => void;
};

/** A mail server that SMTP_URL names, with connections that are kept. */
export function openMailServer(smtpUrl: string, tokens: SmtpTokens | null): MailServer {
  const transport = createTransport(
    {
      ...logInWith(smtpUrl, tokens),
      pool: true,
      maxConnections: MAIL_CONNECTIONS,
      maxMessages: Number.POSITIVE_INFINITY,
      ...SMTP_TIMEOUTS_MS,
    },
    { disableFileAccess: true, disableUrlAccess: true },
  );
  /** The texts of an email, one for each connection that it was given to. Nodemailer reads one after the server has agreed to DATA. */
  const texts = new WeakMap<AbortSignal, { readableDidRead?: boolean }[]>();
  transport.use('stream', ({ data, message }, done) => {
    const own: { readableDidRead?: boolean }[] = [];
    if (data.signal) texts.set(data.signal, own);
    message.processFunc((text) => {
      own.push(text);
      return text;
    });
    done();
  });
  const { host, hostname, port } = new URL(smtpUrl);
  const place = {
    'messaging.system': 'smtp',
    'messaging.operation.type': 'send',
    'server.address': hostname,
    ...(port && { 'server.port': Number(port) }),
  };
  return {
    name: host,
    send: async (mail, signal) => {
      try {
        await runPart('mailMs', 'send email', 'CLIENT', place, () => transport.sendMail({ ...mail, signal }));
        return null;
      } catch (error) {
        const begun = texts.get(signal)?.filter(({ readableDidRead }) => readableDidRead) ?? [];
        return { error, mayHaveIt: begun.length > (refusesText(error) ? 1 : 0) };
      }
    },
    verify: () => transport.verify(),
    close: () => transport.close(),
  };
}
