import type { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { adminRelyingParty, portalRelyingParty, type RelyingParty } from '../passkeys/relying-party.ts';
import { type KnownPasskey, requestOptions } from '../passkeys/webauthn.ts';
import { hashSecret } from '../tokens/secrets.ts';
import type { Owner } from './owner.ts';

type Database = Pick<Prisma.TransactionClient, 'secondFactor' | 'developer'>;

export async function knownPasskeys(database: Database, owner: Owner): Promise<KnownPasskey[]> {
  const factors = await database.secondFactor.findMany({ where: { ...owner, kind: 'PASSKEY' }, orderBy: { id: 'asc' } });
  return factors.flatMap(({ credentialId, transports }) => (credentialId ? [{ credentialId, transports }] : []));
}

export async function relyingPartyOf(app: App, database: Database, owner: Owner): Promise<RelyingParty> {
  if ('adminId' in owner) return adminRelyingParty(app);
  const where = { id: owner.developerId };
  const { portal } = await database.developer.findUniqueOrThrow({ where, include: { portal: true } });
  return portalRelyingParty(app, portal);
}

/** The options by which the browser asks for one of the person's passkeys, as JSON. Null if there is none. */
export async function passkeyOptions(app: App, database: Database, owner: Owner, challenge: string): Promise<string | null> {
  const known = await knownPasskeys(database, owner);
  if (known.length === 0) return null;
  return await requestOptions(await relyingPartyOf(app, database, owner), hashSecret(challenge), known);
}
