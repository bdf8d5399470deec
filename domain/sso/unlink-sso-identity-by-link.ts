import * as z from 'zod';
import type { Portal, SsoIdentity } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { identitiesOf } from '../developers/identities-of.ts';
import { lockDeveloper } from '../developers/lock-developer.ts';
import { InvalidToken, NotFound } from '../errors.ts';
import { byDeveloper } from '../events/record.ts';
import { isId } from '../ids.ts';
import { parseInput } from '../input.ts';
import { findToken, readToken } from '../tokens/find-token.ts';
import { transaction } from '../transaction.ts';
import { unlink } from './unlink-sso-identity.ts';

const unlinkInput = z.object({ token: z.string(), id: z.string() });

export type Unlinked = { id: string; developerId: string; portal: Portal; ssoIdentities: SsoIdentity[] };

/** The mail about a changed password has this link. The owner can remove accounts of an intruder without a log-in. */
export async function unlinkSsoIdentityByLink(app: App, input: z.input<typeof unlinkInput>): Promise<Unlinked> {
  const { token, id } = parseInput(unlinkInput, input);
  const found = await findToken(app, token, 'UNLINK_SSO');
  if (!found) throw new InvalidToken();
  const { id: developerId, portal } = found.developer;
  return await transaction(app, async (tx) => {
    await lockDeveloper(tx, developerId);
    if (!(await readToken(tx, token, 'UNLINK_SSO'))) throw new InvalidToken();
    const identity = isId(id) ? await tx.ssoIdentity.findUnique({ where: { id, developerId } }) : null;
    if (!identity) throw new NotFound('linked account');
    await unlink(tx, identity, byDeveloper(developerId));
    return { id, developerId, portal, ssoIdentities: await identitiesOf(tx, developerId) };
  });
}
