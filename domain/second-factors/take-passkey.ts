import type { FactorChallenge } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { checkPasskey } from '../passkeys/check-passkey.ts';
import { countUse } from '../passkeys/count-use.ts';
import type { Assertion } from '../passkeys/passkey-input.ts';
import { hashSecret } from '../tokens/secrets.ts';
import type { Transaction } from '../transaction.ts';
import { relyingPartyOf } from './known-passkeys.ts';
import { type Owner, ownedBy } from './owner.ts';

/** What the passkey had to sign: the challenge of a log-in, or one that this session began with. */
export type AskedFor = { app: App; challenge: FactorChallenge } | { app: App; sessionId: string };

type PasskeyProof = { passkey: Assertion; challenge?: string | null | undefined };

/** Uses the challenge of a session up. Whoever has the challenge of a log-in closes it. */
export async function takePasskey(
  tx: Transaction,
  owner: Owner,
  { passkey, challenge }: PasskeyProof,
  asked: AskedFor,
): Promise<boolean> {
  const { app } = asked;
  const hash = 'challenge' in asked ? asked.challenge.hash : await takeChallenge(tx, owner, challenge ?? '', asked.sessionId);
  if (!hash) return false;
  const checked = await checkPasskey(tx, await relyingPartyOf(app, tx, owner), owner, Uint8Array.from(hash), passkey);
  return checked !== null && (await countUse(app, tx, checked));
}

async function takeChallenge(tx: Transaction, owner: Owner, token: string, sessionId: string): Promise<Uint8Array | null> {
  const [taken] = await tx.$queryRaw<{ hash: Uint8Array }[]>`
    DELETE FROM factor_challenges
    WHERE hash = ${hashSecret(token)} AND purpose = 'CONFIRM' AND ${ownedBy(owner)} AND session_id = ${sessionId}::uuid
      AND expires_at > now()
    RETURNING hash`;
  return taken?.hash ?? null;
}
