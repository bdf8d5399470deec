import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { isId } from '../ids.ts';
import { type Caller, may } from '../permissions.ts';
import { transaction } from '../transaction.ts';

/** Logs a developer out on one device, without a decision. */
export async function endSession(app: App, caller: Caller | null, { id }: { id: string }): Promise<Developer> {
  if (!caller) throw new NotAllowed();
  const session = isId(id) ? await app.prisma.session.findUnique({ where: { id }, select: { developer: true } }) : null;
  if (!session || !may(caller, 'read', session.developer.portalId)) throw new NotFound('session');
  const { developer } = session;
  if (!may(caller, 'decide', developer.portalId)) throw new NotAllowed();
  await transaction(app, async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id, developerId: developer.id } });
    if (count === 0) throw new NotFound('session');
    await record(tx, {
      type: 'session.revoked',
      portalId: developer.portalId,
      actor: byCaller(caller),
      subject: { kind: 'DEVELOPER', id: developer.id },
      data: { sessionId: id, sessions: count },
    });
  });
  return developer;
}
