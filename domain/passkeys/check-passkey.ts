import { Prisma } from '../../prisma/generated/client/client.ts';
import type { Assertion } from './passkey-input.ts';
import type { RelyingParty } from './relying-party.ts';
import { UNKNOWN_KEY } from './unknown-key.ts';
import { readAssertion, userHandle } from './webauthn.ts';

/** Whose passkey it must be: of one person, of any admin, or of any developer of a portal. */
export type Holder = { adminId: string } | { developerId: string } | { portalId: string } | 'admins';

/** A passkey whose signature was right. It is the id of an admin if there is no portal. */
export type CheckedPasskey = { id: string; personId: string; portalId: string | null; signCount: number; isSynced: boolean };

type Database = Pick<Prisma.TransactionClient, '$queryRaw'>;

type Found = Pick<CheckedPasskey, 'id' | 'personId' | 'portalId'> & { publicKey: Uint8Array<ArrayBuffer> };

/**
 * Does the same work for a passkey that nobody has. Call `countUse` when the challenge is used up.
 * @param challenge what the authenticator must have signed
 * @returns null if the answer is not valid
 */
export async function checkPasskey(
  database: Database,
  rp: RelyingParty,
  holder: Holder,
  challenge: Uint8Array<ArrayBuffer>,
  assertion: Assertion,
): Promise<CheckedPasskey | null> {
  const found = await findPasskey(database, holder, assertion.id);
  const read = await readAssertion(rp, challenge, assertion, found?.publicKey ?? UNKNOWN_KEY);
  if (!found || !read || !isHandleOf(found.personId, holder, assertion.response.userHandle)) return null;
  const { id, personId, portalId } = found;
  return { id, personId, portalId, ...read };
}

async function findPasskey(database: Database, holder: Holder, credentialId: string): Promise<Found | null> {
  const [found] = await database.$queryRaw<Found[]>`
    SELECT factor.id, COALESCE(admin_id, developer_id) AS "personId", portal_id AS "portalId", public_key AS "publicKey"
    FROM second_factors factor LEFT JOIN developers developer ON developer.id = developer_id
    WHERE credential_id = ${Buffer.from(credentialId, 'base64url')} AND ${isOf(holder)}`;
  return found ?? null;
}

function isOf(holder: Holder): Prisma.Sql {
  if (holder === 'admins') return Prisma.sql`admin_id IS NOT NULL`;
  if ('adminId' in holder) return Prisma.sql`admin_id = ${holder.adminId}::uuid`;
  if ('developerId' in holder) return Prisma.sql`developer_id = ${holder.developerId}::uuid`;
  return Prisma.sql`portal_id = ${holder.portalId}::uuid`;
}

/** An authenticator must say whose passkey it is if we did not ask for the passkeys of a person (WebAuthn, 7.2). */
function isHandleOf(personId: string, holder: Holder, handle: string): boolean {
  const isOfPerson = holder !== 'admins' && !('portalId' in holder);
  if (handle === '') return isOfPerson;
  return handle === Buffer.from(userHandle(personId)).toString('base64url');
}
