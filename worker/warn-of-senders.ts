import type { App } from '../domain/app.ts';
import { maySendFrom } from '../domain/senders/mail-domains.ts';
import type { Log } from '../log.ts';
import { somePortals } from './some-portals.ts';

/** An operator can take away a domain that a portal already sends from. One that waits for a proof is no surprise to anybody. */
export async function warnOfSenders({ prisma, settings }: App, log: Log): Promise<void> {
  const sending = await prisma.$queryRaw<
    { slug: string; mailFrom: string }[]
  >`SELECT slug, mail_from AS "mailFrom" FROM portals WHERE mail_from IS NOT NULL
    AND NOT EXISTS (SELECT FROM sender_domains WHERE portal_id = portals.id) ORDER BY slug`.catch(() => []);
  const portals = sending
    .filter(({ slug, mailFrom }) => !maySendFrom(settings.mailDomains, slug, mailFrom))
    .map(({ slug }) => slug);
  if (portals.length === 0) return;
  log.warn(
    somePortals(portals),
    'MAIL_DOMAINS does not allow the senders of these portals: their mails come from MAIL_FROM, under their names',
  );
}
