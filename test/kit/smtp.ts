import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { portOf } from './port-of.ts';

export type Mail = {
  /** MAIL FROM, where reports about the mail go. */
  sender: string;
  /** Every RCPT TO, as it was on the wire. */
  recipients: string[];
  subject: string;
  text: string;
  html: string;
  messageId: string;
  parsed: ParsedMail;
  raw: string;
};

/** What the server answers to a mail; it takes all unless told. */
type Behaviour = {
  /** Milliseconds before it answers to the final dot. */
  delay?: number;
  /** A reply to a new connection, in place of the greeting. */
  refuseConnection?: Reply | undefined;
  /** What happens between the final dot and the answer to it. */
  meanwhile?: (() => Promise<unknown>) | undefined;
  /** A reply to RCPT TO, such as `{ code: 550, message: 'no such user' }`; with `only`, to this address alone. */
  refuseRecipient?: (Reply & { only?: string }) | undefined;
  /** A reply to the final dot. */
  refuseMail?: Reply | undefined;
};

type Reply = { code: number; message: string };

export type Inbox = {
  url: string;
  mails: Mail[];
  /** Mails that came whole and were refused at the final dot. */
  refused: Mail[];
  behaviour: Behaviour;
  /** Waits until there are so many mails to an address. */
  waitFor: (address: string, count?: number) => Promise<Mail[]>;
  stop: () => Promise<void>;
};

/** A worker may have to start first, on a machine that does other things too. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 10;
/** Senders keep their connections; nobody waits for them in the end. */
const CLOSE_TIMEOUT_MS = 50;

/** Starts an SMTP server that keeps what it takes. @param port a port of its own when left out */
export async function startInbox(port = 0): Promise<Inbox> {
  const mails: Mail[] = [];
  const refused: Mail[] = [];
  const behaviour: Behaviour = {};
  const heard = new Map<unknown, string[]>();
  const server = new SMTPServer({
    logger: hearRecipients(heard),
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    // A reply is what a test says, without a code that the library chooses.
    hideENHANCEDSTATUSCODES: true,
    closeTimeout: CLOSE_TIMEOUT_MS,
    onConnect: (_, done) => done(behaviour.refuseConnection && smtpError(behaviour.refuseConnection)),
    onRcptTo: ({ address }, _, done) => {
      const { refuseRecipient } = behaviour;
      const isMeant = refuseRecipient && (!refuseRecipient.only || refuseRecipient.only === address);
      done(isMeant ? smtpError(refuseRecipient) : undefined);
    },
    onData: async (stream, session, done) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of stream) chunks.push(chunk);
      } catch {
        // Killed in mid-sentence.
        return;
      }
      if (behaviour.delay) await setTimeout(behaviour.delay);
      await behaviour.meanwhile?.();
      const { refuseMail } = behaviour;
      const raw = Buffer.concat(chunks).toString();
      const parsed = await simpleParser(raw);
      const { mailFrom } = session.envelope;
      (refuseMail ? refused : mails).push({
        sender: mailFrom ? mailFrom.address : '',
        recipients: heard.get(session.id) ?? [],
        subject: parsed.subject ?? '',
        text: parsed.text ?? '',
        html: parsed.html || '',
        messageId: parsed.messageId ?? '',
        parsed,
        raw,
      });
      done(refuseMail && smtpError(refuseMail));
    },
  });
  // A client that is killed in mid-sentence is what some tests are about.
  server.on('error', () => undefined);
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const own = portOf(server.server);
  const mailsTo = (address: string) => mails.filter(({ recipients }) => recipients.includes(address));
  return {
    url: `smtp://127.0.0.1:${own}`,
    mails,
    refused,
    behaviour,
    waitFor: async (address, count = 1) => {
      for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await setTimeout(PAUSE_MS)) {
        if (mailsTo(address).length >= count) return mailsTo(address);
      }
      throw new Error(`${mailsTo(address).length} of ${count} mails came to ${address}`);
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The library hands on an address with its domain decoded; what was on the wire is in its log alone. */
function hearRecipients(heard: Map<unknown, string[]>) {
  const silent = () => undefined;
  const debug = (about: unknown, _direction: unknown, line: unknown) => {
    const { cid } = Object(about);
    const [, command, address = ''] = String(line).match(/^(MAIL FROM|RCPT TO):<(.*?)>/i) ?? [];
    if (command?.toUpperCase() === 'MAIL FROM') heard.set(cid, []);
    else if (command) heard.get(cid)?.push(address);
  };
  return { level: silent, trace: silent, debug, info: silent, warn: silent, error: silent, fatal: silent };
}

const smtpError = ({ code, message }: Reply) => Object.assign(new Error(message), { responseCode: code });
