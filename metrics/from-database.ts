import { Gauge, type Registry } from 'prom-client';
import { SECOND_MS } from '../domain/durations.ts';
import { Queue } from '../prisma/generated/client/client.ts';
import { OTHER } from './bounded-label.ts';
import { openReader, type Reading } from './read-database.ts';

/** @limit Time for which `/metrics` keeps what it read from the database. Beyond: The next scrape reads it again. */
export const READING_KEPT_MS = 10 * SECOND_MS;

/**
 * Gauges that all processes of an installation tell alike, so that they are known without a worker, too.
 * @param readsMailbox whether MAIL_BOUNCE_IMAP_URL is set
 */
export function measureDatabase(
  registry: Registry,
  databaseUrl: string,
  readsMailbox: boolean,
): { update: () => Promise<void>; close: () => Promise<void> } {
  const registers = [registry];
  const ofMailbox = readsMailbox ? registers : [];
  const isUp = new Gauge({
    name: 'gatehouse_database_up',
    help: '1 if the database answered this process, 0 if not. Then all that is read from it is missing.',
    registers,
  });
  const connections = new Gauge({
    name: 'gatehouse_postgres_connections',
    help: 'Connections that PostgreSQL has, of all programs and databases.',
    registers,
  });
  const mostConnections = new Gauge({
    name: 'gatehouse_postgres_connections_max',
    help: 'Connections that PostgreSQL gives to the user of Gatehouse and others at most, without those that it keeps for others.',
    registers,
  });
  const waiting = new Gauge({
    name: 'gatehouse_requests_waiting',
    help: 'Requests that wait for an admin, by portal: the 100 oldest portals, the rest as other. At most 10,000 are counted.',
    labelNames: ['portal'],
    registers,
  });
  const oldestRequest = new Gauge({
    name: 'gatehouse_oldest_request_age_seconds',
    help: 'Seconds that the oldest request has waited for an admin, by portal; 0 if none waits.',
    labelNames: ['portal'],
    registers,
  });
  const due = new Gauge({
    name: 'gatehouse_jobs_due',
    help: 'Jobs that are due and that no worker has taken, by queue, without emails that wait for a limit. At most 10,000 are counted.',
    labelNames: ['queue'],
    registers,
  });
  const held = new Gauge({
    name: 'gatehouse_mails_held',
    help: 'Emails that are due and wait for MAIL_LIMIT or MAIL_LIMIT_PER_PORTAL. At most 10,000 are counted.',
    registers,
  });
  const oldestJob = new Gauge({
    name: 'gatehouse_oldest_due_job_age_seconds',
    help: 'Seconds that the oldest of these jobs has been due, by queue; 0 if none is.',
    labelNames: ['queue'],
    registers,
  });
  const failed = new Gauge({
    name: 'gatehouse_jobs_failed_waiting',
    help: 'Jobs that failed for good and were not retried by an admin. Anybody can cause some, by a wrong address. At most 10,000.',
    registers,
  });
  const lapsed = new Gauge({
    name: 'gatehouse_sender_domains_lapsed',
    help: 'Sending domains that are in use and whose required DNS records are missing now. At most 10,000.',
    registers,
  });
  const unread = new Gauge({
    name: 'gatehouse_report_mails_unread',
    help: 'Emails that the last look left unread in the mailbox of reports; 0 before the first look. Missing without MAIL_BOUNCE_IMAP_URL.',
    registers: ofMailbox,
  });
  const lookAge = new Gauge({
    name: 'gatehouse_report_mailbox_look_age_seconds',
    help: 'Seconds since a worker last came to the end of a look into the mailbox of reports, at most since this process started. Missing without MAIL_BOUNCE_IMAP_URL.',
    registers: ofMailbox,
  });
  const checkpoint = new Gauge({
    name: 'gatehouse_audit_checkpoint_age_seconds',
    help: 'Seconds since the newest checkpoint of the audit log. None is written while nothing happens.',
    registers,
  });
  const unsealed = new Gauge({
    name: 'gatehouse_audit_unsealed_age_seconds',
    help: 'Seconds since the oldest event that no checkpoint holds yet; 0 if there is none. A worker writes a checkpoint each minute.',
    registers,
  });

  const setOne = (gauge: Gauge, value: number | null | undefined): void =>
    value === null || value === undefined ? gauge.remove() : gauge.set(value);
  const show = (reading: Reading): void => {
    isUp.set(reading.isUp ? 1 : 0);
    for (const gauge of [waiting, oldestRequest, due, oldestJob]) gauge.reset();
    for (const { portal: slug, waiting: count, oldest } of reading.requests ?? []) {
      const portal = slug ?? OTHER;
      waiting.set({ portal }, count);
      oldestRequest.set({ portal }, oldest ?? 0);
    }
    for (const { queue, due: count, oldest } of reading.jobs ?? []) {
      due.set({ queue }, count);
      oldestJob.set({ queue }, oldest ?? 0);
    }
    setOne(connections, reading.connections?.used);
    setOne(mostConnections, reading.connections?.most);
    setOne(held, reading.jobs?.find(({ queue }) => queue === Queue.MAILS)?.held);
    setOne(failed, reading.failed?.[0]?.failed);
    setOne(lapsed, reading.lapsed?.[0]?.lapsed);
    setOne(unread, reading.mailbox && (reading.mailbox[0]?.unread ?? 0));
    // A mailbox that was never read, or not for long, was perhaps set only now.
    setOne(lookAge, reading.mailbox && Math.min(reading.mailbox[0]?.age ?? Number.POSITIVE_INFINITY, process.uptime()));
    setOne(checkpoint, reading.log?.[0]?.checkpoint);
    setOne(unsealed, reading.log && (reading.log[0]?.unsealed ?? 0));
  };

  const reader = openReader(databaseUrl);
  let keptUntil = 0;
  let running: Promise<void> | undefined;
  const readAgain = async () => {
    show(await reader.read());
    keptUntil = performance.now() + READING_KEPT_MS;
  };
  return {
    /** Reads again what is too old. However many ask, it reads once. */
    update: async () => {
      if (performance.now() < keptUntil) return;
      running ??= readAgain().finally(() => (running = undefined));
      await running;
    },
    close: reader.close,
  };
}
