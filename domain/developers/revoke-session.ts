import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { isId } from '../ids.ts';
import { transaction } from '../transaction.ts';

export async function revokeSession(app: App, developer: Developer | null, input: { id: string }): Promise<void> {
  if (!developer) throw new NotAllowed();
  const { id } = input;
  if (!isId(id)) throw new NotFound('session');
  await transaction(app, async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id, developerId: developer.id } });
    if (count === 0) throw new NotFound('session');
    await record(tx, {
      type: 'session.revoked',
      portalId: developer.portalId,
      actor: byDeveloper(developer.id),
      subject: { kind: 'DEVELOPER', id: developer.id },
      data: { sessionId: id, sessions: count },
    });
  });
}
