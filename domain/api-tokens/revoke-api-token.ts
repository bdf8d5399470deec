import type { ApiToken } from '../../prisma/generated/client/client.ts';
import { onlyPortalOf } from '../admins/given-roles.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { isId } from '../ids.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { tokensInReach } from './tokens-in-reach.ts';

/** The row stays, because what the token did names it. */
export async function revokeApiToken(app: App, admin: AdminWithRoles | null, { id }: { id: string }): Promise<ApiToken> {
  if (!admin) throw new NotAllowed();
  if (!isId(id)) throw new NotFound('API token');
  return await transaction(app, async (tx) => {
    const where = { id, revokedAt: null, ...tokensInReach(admin) };
    const [revoked] = await tx.apiToken.updateManyAndReturn({ where, data: { revokedAt: await databaseNow(tx) } });
    if (!revoked) throw new NotFound('API token');
    await record(tx, {
      type: 'api-token.revoked',
      portalId: onlyPortalOf(await tx.apiTokenRole.findMany({ where: { apiTokenId: id } })),
      actor: byAdmin(admin),
      subject: { kind: 'API_TOKEN', id },
      data: {},
    });
    return revoked;
  });
}
