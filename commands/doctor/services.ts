import { Resolver } from 'node:dns/promises';
import { lookAtQueue } from '../../doorbell/look-at-queue.ts';
import { redact } from '../../log.ts';
import { problemOf } from '../../prisma/problem.ts';
import { MailServerFailure, tryMailServer } from '../../worker/try-mail-server.ts';
import type { Check } from './check.ts';
import { type Finding, fault, ok, skipped, warning } from './finding.ts';
import { mailboxCheck } from './mailbox.ts';
import { NO_TOKEN_TODO } from './tokens.ts';

const STEPS: Record<MailServerFailure['step'], [said: string, todo: string]> = {
  name: ['its host could not be looked up', 'correct the host in SMTP_URL, or the name server of this machine'],
  connection: ['no connection', 'start the mail server, correct host and port in SMTP_URL, or open the firewall'],
  TLS: ['no TLS', 'correct the certificate of the mail server, or smtp:// and smtps:// in SMTP_URL'],
  greeting: ['no greeting', 'look at the log of the mail server; it may not like this machine'],
  token: ['no OAuth 2 token', NO_TOKEN_TODO],
  'log-in': [
    'it refused the log-in',
    'correct user and password in SMTP_URL, or the scope and rights of the token (SMTP_OAUTH_SCOPE)',
  ],
  mail: ['it refused the mail', 'correct MAIL_FROM, or what the mail server lets this user send'],
};

function notTaken(error: unknown): { said: string; todo: string } {
  if (!(error instanceof MailServerFailure)) throw error;
  const [said, todo] = STEPS[error.step];
  return { said: `${said}: ${error.message}`, todo };
}

/** What happens at each mail server of SMTP_URL. One that fails is a fault, even if the others get its mails meanwhile. */
async function atEach(smtpUrls: string[], sound: string, act: (smtpUrl: string) => Promise<void>): Promise<Finding> {
  const faults = await Promise.all(smtpUrls.map((url) => act(url).then(() => null, notTaken)));
  const named = (index: number, said: string) =>
    smtpUrls.length > 1 ? `${new URL(smtpUrls[index] ?? '').host}: ${said}` : said;
  const said = faults.map((found, index) => named(index, found?.said ?? sound)).join('; ');
  const todo = faults.flatMap((found, index) => (found ? [named(index, found.todo)] : [])).join('; ');
  if (!todo) return ok(said);
  const isLost = faults.every((found) => found !== null);
  return fault(
    said,
    `${todo}; ${isLost ? 'mails wait and go out by themselves' : 'mails go out by the other server meanwhile'}`,
  );
}

const DNS_PATIENCE_MS = 2_000;

export const serviceChecks: Check[] = [
  {
    name: 'queue',
    look: async ({ config }) => {
      const name = config.redisUrl ? 'REDIS_URL' : 'the queue in PostgreSQL';
      const found = await lookAtQueue(config).catch((error: Error) => error);
      if (found instanceof Error) {
        const reason = config.redisUrl ? redact(found.message) : problemOf(found);
        const cause = config.redisUrl ? 'start it or correct its address' : 'look at the line database';
        return fault(`${name} is not reached: ${reason}`, `${cause}; until then jobs come up to 15 s late, and none is lost`);
      }
      if (found.faults.length === 0) return ok(`on ${found.kind}`);
      return fault(`on ${found.kind}: ${found.faults.join('; ')}`, found.todo);
    },
  },
  {
    name: 'mail server',
    look: ({ config, tokens }) =>
      atEach(config.smtpUrls, 'it greets, and takes the log-in; nothing was sent', (url) => tryMailServer(url, tokens)),
  },
  {
    name: 'test email',
    look: async ({ config, sendTo, tokens }) => {
      if (!sendTo) return skipped('not asked for; --send you@example.com sends one');
      const mail = {
        from: config.settings.mailFrom,
        to: sendTo,
        subject: 'A test of Gatehouse',
        text: 'npm run doctor sent this.',
      };
      return await atEach(config.smtpUrls, 'the mail server accepted it; look into the mailbox', (url) =>
        tryMailServer(url, tokens, mail),
      );
    },
  },
  mailboxCheck,
  {
    name: 'sender domain',
    look: async ({ config: { settings } }) => {
      const domain = settings.mailFrom.slice(settings.mailFrom.lastIndexOf('@') + 1);
      const resolver = new Resolver({ timeout: DNS_PATIENCE_MS, tries: 1 });
      const texts = (name: string) =>
        resolver.resolveTxt(name).then((rows) => rows.map((parts) => parts.join('')), nothingOrThrow);
      const found = await Promise.all([
        resolver.resolveMx(domain).catch(nothingOrThrow),
        texts(domain),
        texts(`_dmarc.${domain}`),
      ]).catch(() => null);
      if (!found) return skipped(`${domain} could not be looked up from here`);
      const [mx, txt, dmarc] = found;
      const missing = [
        ...(mx.length === 0 ? ['MX'] : []),
        ...(txt.some((text) => /^v=spf1/i.test(text)) ? [] : ['SPF']),
        ...(dmarc.some((text) => /^v=DMARC1/i.test(text)) ? [] : ['DMARC']),
      ];
      if (missing.length === 0) return ok(`${domain} has MX, SPF and DMARC records`);
      return warning(
        `${domain} has no ${missing.join(', ')} record, so receivers may take mails for spam`,
        'add it, as your mail provider says',
      );
    },
  },
];

/** No such record, or no such domain. */
function nothingOrThrow(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENODATA' || error.code === 'ENOTFOUND') return [];
  throw error;
}
