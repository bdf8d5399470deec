import { z } from 'zod';
import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { settingsOf } from '../events/changed-settings.ts';
import { byCaller, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { parseInput } from '../input.ts';
import { type ActingCaller, demandConfirmed } from '../logged-in-admin.ts';
import { getPortalToConfigure } from '../portals/find-portal.ts';
import { lockPortal } from '../portals/lock-portal.ts';
import { sealClientSecret } from '../providers/client-secret.ts';
import { transaction } from '../transaction.ts';
import { checkIssuer, connectionFields } from './connection-input.ts';
import { untried } from './untried.ts';

/** @limit connections: Connections of one portal. Beyond: InvalidInput. */
export const MOST_CONNECTIONS = 50;

const createInput = z.object({ portal: z.string(), ...connectionFields });

export async function createSsoConnection(
  app: App,
  caller: ActingCaller | null,
  input: z.input<typeof createInput>,
): Promise<SsoConnection> {
  if (!caller) throw new NotAllowed();
  const { portal: slug, clientSecret, claims, ...given } = parseInput(createInput, input);
  const portal = await getPortalToConfigure(app, caller, slug);
  const portalId = portal.id;
  demandConfirmed(caller);
  if (given.enabled && !given.force) throw untried();
  await checkIssuer(app, portal, given.issuer);

  const id = newId();
  return await transaction(app, async (tx) => {
    await lockPortal(tx, portalId);
    if ((await tx.ssoConnection.count({ where: { portalId } })) >= MOST_CONNECTIONS) {
      const message = `A portal has at most ${MOST_CONNECTIONS} connections.`;
      throw new InvalidInput([{ path: ['portal'], code: 'TOO_MANY', message, parameters: { maximum: MOST_CONNECTIONS } }]);
    }
    const connection = await tx.ssoConnection.create({
      data: {
        id,
        portalId,
        label: given.label,
        issuer: given.issuer,
        clientId: given.clientId,
        sealedClientSecret: clientSecret ? sealClientSecret(app, id, clientSecret) : null,
        scopes: given.scopes ?? ['openid', 'email', 'profile'],
        nameClaim: claims?.name ?? 'name',
        emailClaim: claims?.email ?? 'email',
        groupsClaim: claims?.groups ?? 'groups',
        verifiedDomains: given.verifiedDomains ?? [],
        emailDomains: given.emailDomains ?? [],
        approval: given.approval ?? 'TRUST',
        enabled: given.enabled ?? false,
      },
    });
    await record(tx, {
      type: 'connection.created',
      portalId,
      actor: byCaller(caller),
      subject: { kind: 'CONNECTION', id },
      data: { after: settingsOf(connection) },
    });
    return connection;
  });
}
