import * as z from 'zod';
import type { SsoIdentity } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { checkOwnPassword } from '../developers/check-own-password.ts';
import type { LoggedInDeveloper } from '../developers/find-session.ts';
import { lockDeveloper } from '../developers/lock-developer.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { type Actor, byDeveloper, record } from '../events/record.ts';
import { isId } from '../ids.ts';
import { parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { getPortal } from '../portals/find-portal.ts';
import { type Transaction, transaction } from '../transaction.ts';

const unlinkInput = z.object({ portal: z.string(), id: z.string(), password: password.nullish() });

/**
 * The sessions of the account and mailed links for it end. The last way to log in cannot be removed. An account of a disabled
 * connection does not count as a way to log in.
 */
export async function unlinkSsoIdentity(
  app: App,
  developer: LoggedInDeveloper | null,
  input: z.input<typeof unlinkInput>,
  client: Pick<Client, 'ip'>,
): Promise<{ id: string }> {
  if (!developer) throw new NotAllowed();
  const { portal: slug, id, password } = parseInput(unlinkInput, input);
  await checkOwnPassword(app, developer, password ?? null, client);
  const { passwordLogin } = await getPortal(app, slug);
  await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, developer.id);
    const own = { developerId: developer.id };
    const identity = isId(id) ? await tx.ssoIdentity.findUnique({ where: { id, ...own } }) : null;
    if (!identity) throw new NotFound('linked account');
    await unlink(tx, identity, byDeveloper(developer.id));
    const hasPassword = passwordLogin && locked?.passwordHash != null;
    const open = await tx.ssoConnection.findMany({
      where: { portalId: developer.portalId, enabled: true },
      select: { issuer: true },
    });
    const left = { ...own, issuer: { in: open.map((connection) => connection.issuer) } };
    const isLastWayIn = !hasPassword && (await tx.ssoIdentity.count({ where: left })) === 0;
    if (isLastWayIn) throw new NotAllowed('LAST_WAY_IN');
  });
  return { id };
}

/** The developer must be locked. Ends mailed links, because they would link the account again. */
export async function unlink(tx: Transaction, identity: SsoIdentity, actor: Actor): Promise<void> {
  const { id, developerId, portalId, issuer, subject } = identity;
  await tx.ssoIdentity.delete({ where: { id } });
  await tx.ssoConfirmation.deleteMany({ where: { developerId, issuer, subject } });
  await record(tx, {
    type: 'identity.unlinked',
    portalId,
    actor,
    subject: { kind: 'DEVELOPER', id: developerId },
    data: { identityId: id },
  });
}
