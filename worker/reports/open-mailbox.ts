import { ImapFlow } from 'imapflow';
import type { Config } from '../../config.ts';
import { SECOND_MS } from '../../domain/durations.ts';

/** @limit Time for each step of a look into the mailbox of reports. Beyond: The look ends, and the next one goes on. */
export const IMAP_TIMEOUT_MS = 20 * SECOND_MS;

export type Mailbox = NonNullable<Config['mailbox']>;

/** Opens the mailbox of reports for as long as `use` needs it. */
export async function withMailbox<Result>(
  { host, port, isSecure, needsStartTls, user, password, folder }: Mailbox,
  use: (client: ImapFlow) => Promise<Result>,
  patienceMs = IMAP_TIMEOUT_MS,
): Promise<Result> {
  const timeouts = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs };
  const tls = { secure: isSecure, ...(needsStartTls && { doSTARTTLS: true }) };
  const client = new ImapFlow({ host, port, ...tls, auth: { user, pass: password }, logger: false, ...timeouts });
  // What is wrong is told by the call that fails.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.mailboxOpen(folder);
    const result = await use(client);
    await client.logout();
    return result;
  } finally {
    client.close();
  }
}
