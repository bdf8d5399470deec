import type { App } from '../app.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { settingsOf } from '../events/changed-settings.ts';
import { byCaller, record } from '../events/record.ts';
import { type ActingCaller, demandConfirmed } from '../logged-in-admin.ts';
import { hasWayIn, isWayIn, LAST_WAY_IN } from '../portals/way-in.ts';
import { findRule } from '../rules/read-rules.ts';
import { transaction } from '../transaction.ts';
import { getConnection, lockConnection } from './get-connection.ts';

/** The sessions of the connection end. The people stay registered. */
export async function deleteSsoConnection(
  app: App,
  caller: ActingCaller | null,
  input: { id: string },
): Promise<{ id: string; portalId: string | null }> {
  const found = await getConnection(app, caller, input.id);
  const { id } = found;
  if (!caller) throw new NotAllowed();
  demandConfirmed(caller);
  return await transaction(app, async (tx) => {
    const { portal, ...connection } = await lockConnection(tx, found);
    if (portal && !portal.passwordLogin && isWayIn(connection) && !(await hasWayIn(tx, portal.id, id))) {
      throw new InvalidInput([{ path: ['id'], code: 'NO_WAY_IN', message: LAST_WAY_IN }]);
    }
    const rule = portal && (await findRule(tx, portal.id, ({ when }) => when.connections?.includes(id) ?? false));
    if (rule) {
      const message = `The approval rule "${rule.name}" uses this connection. Change the rule first.`;
      throw new InvalidInput([{ path: ['id'], code: 'IN_USE', message }]);
    }
    await tx.ssoConnection.delete({ where: { id } });
    await record(tx, {
      type: 'connection.deleted',
      portalId: connection.portalId,
      actor: byCaller(caller),
      subject: { kind: 'CONNECTION', id },
      data: { before: settingsOf(connection) },
    });
    return { id, portalId: connection.portalId };
  });
}
