import type { App } from '../app.ts';
import { readFound, recordsOf } from './records.ts';
import { LAPSE_MS } from './write-look.ts';

export type Lapsed = { domain: string; records: string[]; usedUntil: Date };

/** What admins are told of a domain that is used although its records vanished. Null if they are there. */
export async function findLapsed({ prisma, settings }: App, portalId: string): Promise<Lapsed | null> {
  const named = await prisma.senderDomain.findUnique({ where: { portalId }, include: { keys: true } });
  if (!named?.lapsedAt) return null;
  const found = readFound(named.found);
  const records = recordsOf(settings, named)
    .filter(({ isRequired, name }) => isRequired && found[name] && found[name].state !== 'FOUND')
    .map(({ name }) => name);
  return { domain: named.domain, records, usedUntil: usedUntil(named.lapsedAt) };
}

/** Until when a domain is used whose records vanished at this time. */
export const usedUntil = (lapsedAt: Date): Date => new Date(lapsedAt.getTime() + LAPSE_MS);
