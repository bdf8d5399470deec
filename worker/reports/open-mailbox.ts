import { ImapFlow } from 'imapflow';
import type { Config } from '../../config.ts';
import { SECOND_MS } from '../../domain/durations.ts';
import type { SmtpTokens } from '../smtp-token.ts';

/** @limit Time for each step of a look into the mailbox of reports. Beyond: The look ends, and the next one goes on. */
export const IMAP_TIMEOUT_MS = 20 * SECOND_MS;

export type Mailbox = NonNullable<Config['mailbox']>;

/**
 * Opens the mailbox of reports for as long as `use` needs it.
 * @param tokens for a mailbox without a password; null if there are none
 */
export async function withMailbox<Result>(
  mailbox: Mailbox,
  tokens: SmtpTokens | null,
  use: (client: ImapFlow) => Promise<Result>,
  patienceMs = IMAP_TIMEOUT_MS,
): Promise<Result> {
  const client = await logIn(mailbox, mailbox.password ? null : tokens, patienceMs);
  try {
    await client.mailboxOpen(mailbox.folder);
    const result = await use(client);
    await client.logout();
    return result;
  } finally {
    client.close();
  }
}

async function logIn(mailbox: Mailbox, tokens: SmtpTokens | null, patienceMs: number, isRefused = false): Promise<ImapFlow> {
  const { host, port, isSecure, needsStartTls, user, password } = mailbox;
  const timeouts = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs };
  const tls = { secure: isSecure, ...(needsStartTls && { doSTARTTLS: true }) };
  const auth = tokens ? { user, accessToken: await tokens.get(isRefused) } : { user, pass: password };
  const client = new ImapFlow({ host, port, ...tls, auth, logger: false, ...timeouts });
  // What is wrong is told by the call that fails.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    // A token can be taken back before its end.
    if (!tokens || isRefused || !Object(error).authenticationFailed) throw error;
    return await logIn(mailbox, tokens, patienceMs, true);
  }
}
