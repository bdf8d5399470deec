import type { FactorChallenge } from '../../prisma/generated/client/client.ts';
import { isTaken } from '../../prisma/is-taken.ts';
import { InvalidCredentials } from '../errors.ts';
import type { Registration } from '../passkeys/passkey-input.ts';
import type { RelyingParty } from '../passkeys/relying-party.ts';
import { readRegistration } from '../passkeys/webauthn.ts';
import type { AddedFactor } from './add-factor.ts';

type NewPasskey = { challenge: FactorChallenge; name: string; passkey: Registration };

/** Returns the columns of the new row. */
export async function readNewPasskey(rp: RelyingParty, { challenge, name, passkey }: NewPasskey) {
  const { id, hash, adminId, developerId } = challenge;
  const read = await readRegistration(rp, Uint8Array.from(hash), passkey);
  if (!read) throw refused({ adminId: adminId ?? undefined, developerId });
  return { id, kind: 'PASSKEY', name, ...read } as const;
}

/** A device makes a new id for each passkey. Whoever sends that of another passkey has made it up. */
export async function unlessTaken(added: Promise<AddedFactor>): Promise<AddedFactor> {
  return await added.catch((error: unknown) => {
    throw isTaken(error) ? refused() : error;
  });
}

const refused = (whose = {}) => new InvalidCredentials(whose, 'NEW_PASSKEY');
