import type { App, Keys } from '../app.ts';
import { jobPlace } from '../jobs/payload.ts';
import { clientSecretPlace } from '../providers/client-secret.ts';
import { refusalKeyPlace } from '../rules/refusal-key.ts';
import { totpPlace } from '../second-factors/totp.ts';
import { senderKeyPlace } from '../senders/sender-key.ts';
import { smtpTokenPlace } from '../smtp-tokens/refresh-token.ts';
import { unseal } from '../tokens/seal.ts';

const PLACES = {
  'client secrets of identity providers': clientSecretPlace,
  'keys of refusals': refusalKeyPlace,
  'keys that sign emails': senderKeyPlace,
  'refresh tokens for mail servers': smtpTokenPlace,
  'authenticator apps': totpPlace,
  'waiting jobs': jobPlace,
};
type Kind = keyof typeof PLACES;

/** What was sealed lately, of each kind: how many rows were looked at, how many of them no key opens, and how many only the old key. */
export type Sealed = { kind: Kind; looked: number; shut: number; underOldKey: number };

/** Of each kind, the newest ones. A wrong key opens none of them. */
const LOOKED_AT = 100;

/** Tells whether the keys fit what is sealed in the database. It changes nothing. */
export async function findSealed({ $queryRaw }: Pick<App['prisma'], '$queryRaw'>, keys: Keys): Promise<Sealed[]> {
  const rows = await $queryRaw<{ kind: Kind; id: string; sealed: Buffer | null }[]>`
    (SELECT 'client secrets of identity providers' AS kind, id, sealed_client_secret AS sealed FROM sso_connections
      WHERE sealed_client_secret IS NOT NULL ORDER BY id DESC LIMIT ${LOOKED_AT})
    UNION ALL (SELECT 'keys of refusals', portal_id, sealed FROM refusal_keys ORDER BY portal_id DESC LIMIT ${LOOKED_AT})
    UNION ALL (SELECT 'keys that sign emails', id, sealed_private_key FROM sender_keys ORDER BY id DESC LIMIT ${LOOKED_AT})
    UNION ALL (SELECT 'refresh tokens for mail servers', id, sealed_refresh_token FROM smtp_tokens ORDER BY id DESC LIMIT ${LOOKED_AT})
    UNION ALL (SELECT 'authenticator apps', id, sealed_secret FROM second_factors WHERE kind = 'TOTP' ORDER BY id DESC LIMIT ${LOOKED_AT})
    UNION ALL (SELECT 'waiting jobs', id, decode(payload->>'sealed', 'base64') FROM jobs
      WHERE finished_at IS NULL AND name = 'answerStranger' ORDER BY id DESC LIMIT ${LOOKED_AT})`;
  return Object.keys(PLACES).map((kind) => {
    const opened = rows
      .filter((row) => row.kind === kind)
      .map(({ id, sealed }) => sealed && unseal(keys, PLACES[kind as Kind](id), sealed));
    return {
      kind: kind as Kind,
      looked: opened.length,
      shut: opened.filter((text) => !text).length,
      underOldKey: opened.filter((text) => text?.isUnderOldKey).length,
    };
  });
}
