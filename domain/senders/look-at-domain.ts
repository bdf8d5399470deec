import type { SenderDomain, SenderKey } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Actor } from '../events/record.ts';
import { transaction } from '../transaction.ts';
import { lookUpTexts } from './look-up-texts.ts';
import { mayProve } from './mail-domains.ts';
import { type Found, recordsOf, type WantedRecord } from './records.ts';
import { writeLook } from './write-look.ts';

export type NamedDomain = SenderDomain & { keys: SenderKey[]; portal: { slug: string } };

/** The records of a domain with what was found at each. */
export type Look = { record: WantedRecord; state: Found[string]['state']; found: string | null }[];

/**
 * Asks for the records of the domain that the portal has named, and writes what follows from them.
 * @param actor who asked for it
 */
export async function lookAtDomain(app: App, portalId: string, actor: Actor): Promise<void> {
  const named = await app.prisma.senderDomain.findUnique({
    where: { portalId },
    include: { keys: { orderBy: { id: 'desc' } }, portal: { select: { slug: true } } },
  });
  if (!named) return;
  const look = await lookFor(app, recordsOf(app.settings, named));
  const isOwn = mayProve(app.settings, named.portal.slug, named.domain);
  await transaction(app, (tx) => writeLook(tx, named, look, { actor, isOwn }));
}

async function lookFor({ settings }: App, records: WantedRecord[]): Promise<Look> {
  const names = [...new Set(records.flatMap(({ name, otherName }) => (otherName === null ? [name] : [name, otherName])))];
  const answers = await lookUpTexts(settings, names);
  const textsOf = (name: string): string[] | null => answers[names.indexOf(name)] ?? null;
  return records.map((record) => {
    const own = textsOf(record.name);
    const texts = own?.length === 0 && record.otherName !== null ? textsOf(record.otherName) : own;
    return { record, ...(texts ? record.judge(texts) : { state: 'UNKNOWN' as const, found: null }) };
  });
}
