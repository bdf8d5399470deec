import { Refusal } from './refuse.ts';
import { decoded, isThisMachine, readServiceUrl } from './service-url.ts';

export type Mailbox = {
  host: string;
  port: number;
  /** TLS from the start. */
  isSecure: boolean;
  /** Whether password or token are sent only after STARTTLS. */
  needsStartTls: boolean;
  user: string;
  /** Empty if OAuth 2 tokens are used. */
  password: string;
  folder: string;
};

const SCHEMES = { imap: { is: 'imap' }, imaps: { is: 'imaps' } };
const PORTS: Record<string, number> = { imap: 143, imaps: 993 };

/** The mailbox that reports about emails come to: `imaps://user:password@host/folder`, or without the password. @throws Refusal */
export function readMailbox(text: string): Mailbox {
  const { scheme, user, password, host, path, query } = readServiceUrl(text, SCHEMES);
  if (!user) throw new Refusal('must have a user name');
  if (query.size > 0) throw new Refusal('must end after the folder, without ?');
  const { hostname, port } = new URL(`http://${host}`);
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    // A URL leaves out the port 80, which nobody uses for IMAP.
    port: port ? Number(port) : (PORTS[scheme] ?? 0),
    isSecure: scheme === 'imaps',
    needsStartTls: scheme === 'imap' && !isThisMachine(hostname),
    user,
    password,
    folder: decoded(path.slice(1)) || 'INBOX',
  };
}
