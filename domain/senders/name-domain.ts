import type { IssueText } from '../../texts/api.ts';
import type { App } from '../app.ts';
import { HOUR_MS } from '../durations.ts';
import { InvalidInput } from '../errors.ts';
import { isPublicSuffix } from '../rules/public-suffix.ts';
import { count, tooManyAttempts } from '../throttles/throttles.ts';
import { newSecret } from '../tokens/secrets.ts';
import type { Transaction } from '../transaction.ts';
import { domainOf, mayProve, maySendFrom, notAllowed } from './mail-domains.ts';
import { type NewKey, newSenderKey } from './sender-key.ts';

/**
 * The names of its records must fit, too.
 * @limit characters: Domain of the sender of a portal. Beyond: InvalidInput.
 */
export const LONGEST_SENDER_DOMAIN = 200;
/** @limit acts: New sending domains, checks and new keys of one portal in an hour. Beyond: TooManyAttempts. */
export const MOST_SENDER_ACTS = 30;

type Naming = { id: string; slug: string };

/**
 * Makes what is needed before a portal names a sender.
 * @returns the key for a new domain; null if the operator allows the sender, or its domain has one already
 * @throws InvalidInput, TooManyAttempts
 */
export async function keyFor(app: App, { id, slug }: Naming, mailFrom: string): Promise<NewKey | null> {
  const domain = domainOf(mailFrom);
  if (maySendFrom(app.settings.mailDomains, slug, mailFrom)) return null;
  const refuse = (code: 'NOT_PERMITTED' | 'PUBLIC_SUFFIX' | 'TOO_LONG', message: string, text?: IssueText): never => {
    throw new InvalidInput([{ path: ['mailFrom'], code, message, text }]);
  };
  if (!mayProve(app.settings, slug, domain)) refuse('NOT_PERMITTED', notAllowed(slug, mailFrom), 'senderNotAllowed');
  if (isPublicSuffix(domain, false))
    refuse('PUBLIC_SUFFIX', `Nobody can prove ${domain}, because anybody can get a domain below it.`);
  if (domain.length > LONGEST_SENDER_DOMAIN) {
    refuse('TOO_LONG', `The domain must have at most ${LONGEST_SENDER_DOMAIN} characters.`);
  }
  const named = await app.prisma.senderDomain.findUnique({ where: { portalId: id }, select: { domain: true } });
  if (named?.domain === domain) return null;
  await countSenderAct(app, id);
  return await newSenderKey(app);
}

/** @throws TooManyAttempts */
export async function countSenderAct(app: App, portalId: string): Promise<void> {
  const window = { ms: HOUR_MS, isPenalty: false };
  const [beyond] = await count(app, [{ key: `sender:${portalId}`, most: MOST_SENDER_ACTS }], window);
  if (beyond) throw tooManyAttempts(beyond.ms);
}

/** Within the transaction that sets the sender. Another domain than before begins anew, and the old one is free for others. */
export async function nameDomain(
  tx: Transaction,
  portalId: string,
  mailFrom: string | null,
  key: NewKey | null,
): Promise<void> {
  const domain = mailFrom && domainOf(mailFrom);
  await tx.senderDomain.deleteMany({ where: { portalId, ...(domain && { domain: { not: domain } }) } });
  if (!domain || !key) return;
  const { count: added } = await tx.senderDomain.createMany({
    data: [{ portalId, domain, token: newSecret() }],
    skipDuplicates: true,
  });
  if (added > 0) await tx.senderKey.create({ data: { ...key, portalId } });
}
