import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { databaseNow } from '../clock.ts';
import { tellStatus } from '../decisions/tell-status.ts';
import { InvalidToken, PasswordLoginOff } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import { clearState } from '../mail-states/clear.ts';
import { password } from '../passwords/check-password.ts';
import { hashPassword } from '../passwords/hash.ts';
import { WATCH_MS, watchTokenOf } from '../streams/watch-token.ts';
import { beginAnew } from '../throttles/limit-guesses.ts';
import { endLinks, endSsoCodes } from '../tokens/end-links.ts';
import { findToken, readToken } from '../tokens/find-token.ts';
import { noteUsed } from '../tokens/note-used.ts';
import { transaction } from '../transaction.ts';
import { checkDeveloperPassword } from './check-developer-password.ts';
import { lockDeveloper } from './lock-developer.ts';
import type { PasswordChosen } from './set-password.ts';
import { type LinkedAccounts, tellPasswordChanged } from './tell-password-changed.ts';

export type PasswordReset = PasswordChosen & LinkedAccounts;

const resetPasswordInput = z.object({ token: z.string(), password });

/**
 * Ends all sessions and other links, but does not log in. Forgets failed log-ins and all other devices. Accounts at providers
 * stay linked; the answer and a mail show them.
 */
export async function resetPassword(
  app: App,
  input: z.input<typeof resetPasswordInput>,
  client: Pick<Client, 'ip'>,
): Promise<PasswordReset> {
  const chosen = parseInput(resetPasswordInput, input);
  const found = await findToken(app, chosen.token, 'RESET_PASSWORD');
  if (!found) throw new InvalidToken();
  const { id, email, portal } = found.developer;
  if (!portal.passwordLogin) throw new PasswordLoginOff();
  await checkDeveloperPassword(app, chosen.password, found.developer, portal);

  const passwordHash = await hashPassword(chosen.password, client.ip);
  const { device, linked, watchUntil, status } = await transaction(app, async (tx) => {
    await lockDeveloper(tx, id);
    const link = await readToken(tx, chosen.token, 'RESET_PASSWORD');
    if (!link) throw new InvalidToken();
    await noteUsed(tx, { hash: link.hash, purpose: 'RESET_PASSWORD' }, portal.id);
    await clearState(tx, id, 'LINK');
    const changed = await tx.developer.update({ where: { id }, data: { passwordHash } });
    await endLinks(tx, id);
    await endSsoCodes(tx, id);
    await tx.session.deleteMany({ where: { developerId: id } });
    await record(tx, {
      type: 'password.reset',
      portalId: portal.id,
      actor: byDeveloper(id),
      subject: { kind: 'DEVELOPER', id: id },
      data: {},
    });
    return {
      watchUntil: new Date((await databaseNow(tx)).getTime() + WATCH_MS),
      linked: await tellPasswordChanged(app, tx, changed),
      device: await beginAnew(app, tx, { realm: { portalId: portal.id }, email: changed.email }, changed),
      // In the transaction, so that a decision or a deletion right after it does not change what this call answers.
      status: await tellStatus({ prisma: tx }, id),
    };
  });

  if (!status) throw new InvalidToken();
  const watchToken = watchTokenOf(app, { developerId: id, until: watchUntil });
  return { developerId: id, email, status, portal, device, watchToken, ...linked };
}
