import type { SenderDomain } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { domainOf, mayProve, maySendFrom } from './mail-domains.ts';
import { type RecordPurpose, type RecordState, readFound, recordsOf } from './records.ts';

type DomainState = 'ALLOWED' | 'PENDING' | 'TAKEN' | 'PROVED' | 'LAPSING';

export type ShownRecord = {
  purpose: RecordPurpose;
  isRequired: boolean;
  name: string;
  value: string;
  state: RecordState;
  found: string | null;
};

export type ShownDomain = {
  name: string;
  state: DomainState;
  records: ShownRecord[];
  checkedAt: Date | null;
  lapsedAt: Date | null;
};

/** The domain of the sender of a portal, as its admins see it. Null if the portal has no sender of its own. */
export async function describeDomain(
  { prisma, settings }: App,
  { id, slug, mailFrom }: { id: string; slug: string; mailFrom: string | null },
): Promise<ShownDomain | null> {
  if (mailFrom === null) return null;
  const isAllowed = maySendFrom(settings.mailDomains, slug, mailFrom);
  const name = domainOf(mailFrom);
  const named = await prisma.senderDomain.findFirst({
    where: { portalId: id, domain: name },
    include: { keys: { orderBy: { id: 'asc' } } },
  });
  if (!named) return { name, state: isAllowed ? 'ALLOWED' : 'PENDING', records: [], checkedAt: null, lapsedAt: null };
  const lastFound = readFound(named.found);
  const records = recordsOf(settings, named).map((record) => ({
    ...record,
    ...(lastFound[record.name] ?? { state: 'UNKNOWN' as const, found: null }),
  }));
  const { checkedAt, lapsedAt } = named;
  return { name, state: isAllowed ? 'ALLOWED' : stateOf(named, mayProve(settings, slug, name)), records, checkedAt, lapsedAt };
}

/** The operator can give a domain to another portal after it was proved. */
function stateOf({ provedAt, lapsedAt, isTaken }: SenderDomain, isOwn: boolean): DomainState {
  if (!isOwn) return 'TAKEN';
  if (provedAt) return lapsedAt ? 'LAPSING' : 'PROVED';
  return isTaken ? 'TAKEN' : 'PENDING';
}
