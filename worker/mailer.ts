import type { Config } from '../config.ts';
import type { App } from '../domain/app.ts';
import type { Claim } from '../domain/jobs/claim-jobs.ts';
import { mailHeaders } from '../domain/mail-events/mail-headers.ts';
import { mailIdOf } from '../domain/mail-states/mail-id.ts';
import { personOf } from '../domain/mail-states/person.ts';
import type { Report } from '../domain/mail-states/report.ts';
import { takeReports } from '../domain/mail-states/take-reports.ts';
import { type Outgoing, whyNotSend } from '../domain/mail-states/why-not-send.ts';
import { senderOf } from '../domain/senders/sender-of.ts';
import type { RenderedEmail } from '../emails/render-email.ts';
import { inBatches } from '../in-batches.ts';
import type { Log } from '../log.ts';
import { composeMail } from './compose-mail.ts';
import { noMailboxIn } from './failures.ts';
import { openMailServer } from './mail-server.ts';
import { watchMailServers } from './mail-servers.ts';
import { offer } from './offer.ts';
import { signed } from './signed.ts';
import type { SmtpTokens } from './smtp-token.ts';

type Envelope = {
  /** Each attempt at the same job has the same Message-ID, so that mail programs can drop a second copy. */
  job: Pick<Claim, 'id' | 'name' | 'payload' | 'isMailed' | 'notSent' | 'atFailure'>;
  portal: { slug?: string; name: string; mailFrom: string | null; contactEmail: string };
  /** One address that was checked by `parseAddress`. */
  to: string;
};

export type Mailer = {
  /** Resolves once the mail server has accepted the mail, or if the address takes none any more: then the job says so. */
  send: (envelope: Envelope, email: RenderedEmail) => Promise<void>;
  close: () => void;
};

/**
 * @param where the mail servers, in the order in which they are used
 * @param tokens for those whose URL has a user and no password
 */
export function openMailer({ smtpUrls }: Pick<Config, 'smtpUrls'>, app: App, log: Log, tokens: SmtpTokens | null): Mailer {
  const { keys, settings } = app;
  const whyNot = inBatches((emails: Outgoing[]) => whyNotSend(app, emails));
  const servers = watchMailServers(
    smtpUrls.map((url) => openMailServer(url, tokens)),
    app,
    log,
  );
  return {
    send: async ({ job, portal, to }, { subject, html, text }) => {
      const reason = (await whyNot({ job, to })).get(job.id);
      if (reason) {
        job.notSent = reason;
        return;
      }
      const person = personOf(job);
      // Admins are told of a portal by the installation, also while its domain is out of order.
      const { from, envelope: reportsTo, dkim } = await senderOf(app, person?.kind === 'ADMIN' ? { mailFrom: null } : portal);
      const mailId = mailIdOf(keys, job.id, person, to);
      // Addresses are objects, because nodemailer splits a string at commas and semicolons.
      const headers = {
        ...mailHeaders(settings.senders, mailId),
        From: { name: portal.name, address: from },
        To: { name: '', address: to },
        'Reply-To': { name: portal.name, address: portal.contactEmail },
        'Message-ID': `<${mailId}@${from.slice(from.lastIndexOf('@') + 1)}>`,
        Subject: subject,
        'Auto-Submitted': 'auto-generated',
      };
      const envelope = { from: { name: '', address: reportsTo }, to: { name: '', address: to } };
      // For servers that report with the id alone, and without the headers (RFC 3461).
      const dsn = { id: mailId, return: 'headers' as const, notify: ['failure' as const, 'delay' as const] };
      const composed = composeMail(headers, { html, text });
      try {
        await offer(servers, { envelope, dsn, raw: dkim ? await signed(composed, dkim) : composed });
      } catch (error) {
        const detail = noMailboxIn(error);
        const report: Report | null = detail === null ? null : { messageId: mailId, recipient: to, state: 'BOUNCED', detail };
        if (report) job.atFailure = (tx) => takeReports({ prisma: tx, keys }, 'SMTP', [report]);
        throw error;
      }
      job.isMailed = true;
    },
    close: servers.close,
  };
}
