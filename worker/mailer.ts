import { createTransport } from 'nodemailer';
import { runPart } from '../current-work.ts';
import type { Settings } from '../domain/app.ts';
import { SECOND_MS } from '../domain/durations.ts';
import type { Claim } from '../domain/jobs/claim-jobs.ts';
import { senderOf } from '../domain/portals/mail-domains.ts';
import type { RenderedEmail } from '../emails/render-email.ts';
import { composeMail } from './compose-mail.ts';

/** @limit connections: Connections of one worker to the mail server, and emails at once. Beyond: An email waits. */
export const MAIL_CONNECTIONS = 10;

/** @limit Time for each step of sending an email. Beyond: The attempt fails, and the job is retried. */
export const SMTP_TIMEOUTS_MS = {
  connectionTimeout: 10 * SECOND_MS,
  greetingTimeout: 10 * SECOND_MS,
  socketTimeout: 20 * SECOND_MS,
  dnsTimeout: 5 * SECOND_MS,
};
/**
 * The steps together can take longer than the lease of a job (`LEASE_MS`), with a server that is slow at each of them. No second worker
 * may send while the first still waits.
 * @limit Time for sending an email, with the wait for a free connection. Beyond: The attempt fails, and the job is retried.
 */
export const SEND_TIMEOUT_MS = 45 * SECOND_MS;

type Envelope = {
  /** Each attempt at the same job has the same Message-ID, so that mail programs can drop a second copy. */
  job: Pick<Claim, 'id' | 'isMailed'>;
  portal: { slug?: string; name: string; mailFrom: string | null; contactEmail: string };
  /** One address that was checked by `parseAddress`. */
  to: string;
};

export type Mailer = {
  /** Resolves once the mail server has accepted the mail. */
  send: (envelope: Envelope, email: RenderedEmail) => Promise<void>;
  close: () => void;
};

export function openMailer(smtpUrl: string, settings: Settings): Mailer {
  const transport = createTransport(
    { url: smtpUrl, pool: true, maxConnections: MAIL_CONNECTIONS, maxMessages: Number.POSITIVE_INFINITY, ...SMTP_TIMEOUTS_MS },
    { disableFileAccess: true, disableUrlAccess: true },
  );
  const { hostname, port } = new URL(smtpUrl);
  const place = {
    'messaging.system': 'smtp',
    'messaging.operation.type': 'send',
    'server.address': hostname,
    ...(port && { 'server.port': Number(port) }),
  };
  return {
    send: async ({ job, portal, to }, { subject, html, text }) => {
      const from = senderOf(settings, portal);
      // Addresses are objects, because nodemailer splits a string at commas and semicolons.
      const headers = {
        From: { name: portal.name, address: from },
        To: { name: '', address: to },
        'Reply-To': { name: portal.name, address: portal.contactEmail },
        'Message-ID': `<${job.id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
        Subject: subject,
        'Auto-Submitted': 'auto-generated',
      };
      const envelope = { from: { name: '', address: from }, to: { name: '', address: to } };
      const raw = composeMail(headers, { html, text });
      const signal = AbortSignal.timeout(SEND_TIMEOUT_MS);
      await runPart('mailMs', 'send email', 'CLIENT', place, () => transport.sendMail({ envelope, raw, signal }));
      job.isMailed = true;
    },
    close: () => transport.close(),
  };
}
