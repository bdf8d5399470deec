import type { App } from '../app.ts';
import { domainOf, mayProve, maySendFrom } from './mail-domains.ts';
import { openSenderKey } from './sender-key.ts';

type Sending = { slug?: string; mailFrom: string | null };

export type Sender = {
  from: string;
  /** Where mail servers send reports to. */
  envelope: string;
  /** Null for an email that only the mail server signs. */
  dkim: { domainName: string; keySelector: string; privateKey: string } | null;
};

/**
 * Looks at each email whether its sender counts: a made-up one would look real, because the mail server signs for all its domains. Reports
 * about emails from a proved domain go where those about MAIL_FROM go, because nobody reads them at that domain.
 */
export async function senderOf({ prisma, keys, settings }: App, { slug, mailFrom }: Sending): Promise<Sender> {
  const { bounceAddress, mailFrom: own, mailDomains } = settings;
  const ofInstallation = { from: own, envelope: bounceAddress ?? own, dkim: null };
  if (slug === undefined || mailFrom === null) return ofInstallation;
  if (maySendFrom(mailDomains, slug, mailFrom)) return { from: mailFrom, envelope: bounceAddress ?? mailFrom, dkim: null };
  const domain = domainOf(mailFrom);
  const [key] = mayProve(settings, slug, domain) ? await findKeys(prisma, slug, domain) : [];
  if (!key) return ofInstallation;
  return {
    from: mailFrom,
    envelope: ofInstallation.envelope,
    dkim: { domainName: domain, keySelector: key.selector, privateKey: openSenderKey(keys, key) },
  };
}

/** The newest one whose record was found, or none unless the domain is proved. */
const findKeys = (prisma: App['prisma'], slug: string, domain: string) =>
  prisma.$queryRaw<{ id: string; selector: string; sealedPrivateKey: Buffer<ArrayBuffer> }[]>`
    SELECT key.id, selector, sealed_private_key AS "sealedPrivateKey" FROM sender_keys key
    JOIN sender_domains named ON named.portal_id = key.portal_id JOIN portals ON portals.id = key.portal_id
    WHERE slug = ${slug} AND named.domain = ${domain} AND proved_at IS NOT NULL AND is_proved ORDER BY key.id DESC LIMIT 1`;
