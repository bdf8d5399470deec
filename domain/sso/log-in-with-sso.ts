import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Portal, Prisma, SsoGrant } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import type { Held } from '../developers/log-in.ts';
import type { NewlyLoggedIn } from '../developers/open-developer-session.ts';
import { whyNotLogIn } from '../developers/why-not-log-in.ts';
import { InvalidToken } from '../errors.ts';
import { parseInput } from '../input.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';
import { type Fresh, insertSession } from './open-session.ts';
import { withdrawIfLoggedOut } from './withdraw-session.ts';

/** @limit characters: `verifier` of `logInWithSso`. Beyond: InvalidInput. */
export const LONGEST = 128; // RFC 7636, 4.1

const logInWithSsoInput = z.object({
  code: z.string(),
  verifier: z.string().max(LONGEST, `Must have at most ${LONGEST} characters.`),
});

export type LoggedInBySso = NewlyLoggedIn & {
  portal: Portal;
  /** Null for the catalog of the portal. */
  returnTo: string | null;
};

type Grant = SsoGrant & { identity: { id: string; developer: { portalId: string } } };

const sessionBy = ({ identity, connectionId, providerSid, sealedIdToken, isProof }: Grant): Fresh => ({
  identity,
  connectionId,
  portalId: identity.developer.portalId,
  sid: providerSid,
  sealedIdToken,
  isProof,
});

/**
 * A code works once, for 60 s, and a wrong verifier uses it up. The session in `heldBefore` ends. If `heldBefore` throws, the
 * code stays unused.
 */
export async function logInWithSso(
  app: App,
  input: z.input<typeof logInWithSsoInput>,
  heldBefore: (slug: string) => Promise<Held>,
  client: Client,
): Promise<LoggedInBySso> {
  const { code, verifier } = parseInput(logInWithSsoInput, input);
  const hash = hashSecret(code);
  const grant = await app.prisma.ssoGrant.findUnique({
    where: { hash },
    include: { identity: { include: { developer: { include: { portal: true } } } } },
  });
  const held = grant && (await heldBefore(grant.identity.developer.portal.slug));
  const isRight = grant && createHash('sha256').update(verifier).digest('base64url') === grant.challenge;
  if (!isRight || !held) {
    await spend(app.prisma, hash);
    throw new InvalidToken('SSO');
  }
  const session = await transaction(app, async (tx) => {
    const opened = await insertSession(app, tx, sessionBy(grant), held, client);
    // After the session, which locks the developer: a deletion of the developer locks in this order, too.
    if ((await spend(tx, hash)) === 0) throw new InvalidToken('SSO');
    return opened;
  });

  const { identity, returnTo } = grant;
  const { portal, ...developer } = identity.developer;
  if (!session) throw (await whyNotLogIn(app, developer.id)) ?? new InvalidToken('SSO');
  if (await withdrawIfLoggedOut(app, 'DEVELOPER', session, grant)) throw new InvalidToken('SSO');
  if (held.token) await app.prisma.session.deleteMany({ where: { hash: hashSecret(held.token) } });
  return { developer: { ...developer, status: 'APPROVED' }, portal, returnTo, ...session };
}

/** @returns how many codes it used up: one, or none if somebody was first or the time is over */
const spend = (database: Pick<Prisma.TransactionClient, '$executeRaw'>, hash: Uint8Array): Promise<number> =>
  database.$executeRaw`DELETE FROM sso_grants WHERE hash = ${hash} AND expires_at > now()`;
