import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { NotAllowed } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { hashPassword } from '../passwords/hash.ts';
import { getPortal } from '../portals/find-portal.ts';
import { endLinks, endSsoCodes } from '../tokens/end-links.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';
import { checkDeveloperPassword } from './check-developer-password.ts';
import { checkOwnPassword } from './check-own-password.ts';
import type { LoggedInDeveloper } from './find-session.ts';
import type { LoggedIn } from './open-developer-session.ts';
import { tellPasswordChanged } from './tell-password-changed.ts';

const changePasswordInput = z.object({ portal: z.string(), currentPassword: password.nullish(), newPassword: password });

/**
 * Ends the other sessions and all links. The session of the caller gets a new token. Without a password, a recent SSO log-in is
 * enough.
 */
export async function changePassword(
  app: App,
  developer: LoggedInDeveloper | null,
  input: z.input<typeof changePasswordInput>,
  client: Pick<Client, 'ip'>,
): Promise<LoggedIn> {
  if (!developer) throw new NotAllowed();
  const { portal: slug, currentPassword, newPassword } = parseInput(changePasswordInput, input);
  await checkOwnPassword(app, developer, currentPassword ?? null, client);
  const { id, sessionId, passwordHash: checkedHash } = developer;
  await checkDeveloperPassword(app, newPassword, developer, await getPortal(app, slug), 'newPassword');

  const passwordHash = await hashPassword(newPassword, client.ip);
  const token = newSecret();
  return await transaction(app, async (tx) => {
    const [changed] = await tx.developer.updateManyAndReturn({
      where: { id, status: 'APPROVED', passwordHash: checkedHash },
      data: { passwordHash },
    });
    const [session] = await tx.session.updateManyAndReturn({
      where: { id: sessionId, developerId: id },
      data: { hash: hashSecret(token) },
    });
    // If the password or status changed in the meantime, this session has ended too.
    if (!changed || !session) throw new NotAllowed();
    await tx.session.deleteMany({ where: { developerId: id, id: { not: sessionId } } });
    await endSsoCodes(tx, id);
    await endLinks(tx, id);
    await tellPasswordChanged(app, tx, changed);
    await record(tx, {
      type: 'password.changed',
      portalId: developer.portalId,
      actor: byDeveloper(developer.id),
      subject: { kind: 'DEVELOPER', id: developer.id },
      data: {},
    });
    return { developer: changed, token, expiresAt: session.expiresAt };
  });
}
