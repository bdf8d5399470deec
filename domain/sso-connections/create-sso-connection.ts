import * as z from 'zod';
import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { settingsOf } from '../events/changed-settings.ts';
import { byCaller, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { parseInput } from '../input.ts';
import { type ActingCaller, demandConfirmed } from '../logged-in-admin.ts';
import { getPortalToConfigure } from '../portals/find-portal.ts';
import { sealClientSecret } from '../providers/client-secret.ts';
import { transaction } from '../transaction.ts';
import { checkIssuer, checkNotOfPortals, connectionFields } from './connection-input.ts';
import { lockOwner, mayConfigure } from './get-connection.ts';
import { untried } from './untried.ts';

/** @limit connections: Connections of one portal, and of the installation. Beyond: InvalidInput. */
export const MOST_CONNECTIONS = 50;

const NOT_NAMED = 'Give the slug of the portal, or null for a connection of the installation, by which admins log in.';

const createInput = z.object({ portal: z.string().nullish(), ...connectionFields });

export async function createSsoConnection(
  app: App,
  caller: ActingCaller | null,
  input: z.input<typeof createInput>,
): Promise<SsoConnection> {
  if (!caller) throw new NotAllowed();
  const { portal: slug, clientSecret, claims, ...given } = parseInput(createInput, input);
  // Whoever forgets the portal must not let people in everywhere.
  if (slug === undefined) throw new InvalidInput([{ path: ['portal'], code: 'REQUIRED', message: NOT_NAMED }]);
  if (slug === null && !mayConfigure(caller, null)) throw new NotAllowed();
  const portal = slug === null ? null : await getPortalToConfigure(app, caller, slug);
  const portalId = portal?.id ?? null;
  demandConfirmed(caller);
  if (!portal) checkNotOfPortals(given);
  if (given.enabled && !given.force) throw untried();
  await checkIssuer(app, portal, given.issuer);

  const id = newId();
  return await transaction(app, async (tx) => {
    await lockOwner(tx, portalId);
    if ((await tx.ssoConnection.count({ where: { portalId } })) >= MOST_CONNECTIONS) {
      const message = `${portal ? 'A portal' : 'The installation'} has at most ${MOST_CONNECTIONS} connections.`;
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
        approval: portal ? (given.approval ?? 'TRUST') : 'EXISTING_ONLY',
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
