import { SECOND_MS } from '../domain/durations.ts';
import { isPermanent, RefusedBySome } from './failures.ts';
import type { MailServer } from './mail-server.ts';
import type { MailServers } from './mail-servers.ts';

/**
 * The steps together can take longer than the lease of a job (`LEASE_MS`), with a server that is slow at each of them. No second worker
 * may send while the first still waits.
 * @limit Time for sending an email, with the wait for a free connection, by all mail servers that are tried. Beyond: The attempt fails, and
 * the job is retried.
 */
export const SEND_TIMEOUT_MS = 45 * SECOND_MS;

/**
 * Offers an email to one mail server after the other, until one accepts it or answers about the email itself.
 * @throws what the last one did. After a server has got a part of the email, and did not refuse it, no other one gets it in this attempt: it
 * may have all.
 */
export async function offer(servers: MailServers, mail: Parameters<MailServer['send']>[0]): Promise<void> {
  const signal = AbortSignal.timeout(SEND_TIMEOUT_MS);
  let refusals = 0;
  let last: unknown;
  for (const server of servers.inTurn()) {
    const failure = await server.send(mail, signal);
    if (!failure) return servers.noteAccepted(server);
    last = failure.error;
    const blame = servers.noteFailure(server, last);
    if (blame === 'email') throw last;
    if (blame === 'sender' && isPermanent(last)) refusals++;
    if (failure.mayHaveIt || signal.aborted) break;
  }
  throw isPermanent(last) && refusals < servers.count ? new RefusedBySome(last) : last;
}
