import type { App } from '../domain/app.ts';
import { redirectUriOf } from '../domain/providers/callback-address.ts';
import { createSsoConnection } from '../domain/sso-connections/create-sso-connection.ts';
import { backChannelLogoutUrl, postLogoutRedirectUri } from '../domain/sso-connections/sso-links.ts';
import type { Portal, SsoConnection } from '../prisma/generated/client/client.ts';
import { findOwner } from './first-admin.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** It has no secret, so no secret can get out of step. PKCE is enough. */
const CLIENT_ID = 'gatehouse-demo';

/** Returns null if the portal has other connections. */
export async function ensureConnection(
  app: App,
  portal: Portal,
  { issuer, admit }: IdentityProvider,
): Promise<SsoConnection | null> {
  await moveIssuer(app, portal, issuer);
  const connection = await findOrCreate(app, portal, issuer);
  if (!connection) return null;
  const at = { ...connection, portal };
  await admit({
    client_id: CLIENT_ID,
    token_endpoint_auth_method: 'none',
    redirect_uris: [await redirectUriOf(app, at)],
    post_logout_redirect_uris: [postLogoutRedirectUri(app, portal)],
    backchannel_logout_uri: backChannelLogoutUrl(app, at),
    backchannel_logout_session_required: true,
  });
  return connection;
}

async function findOrCreate(app: App, { id: portalId, slug }: Portal, issuer: string): Promise<SsoConnection | null> {
  const connections = await app.prisma.ssoConnection.findMany({ where: { portalId } });
  const own = connections.find((connection) => connection.clientId === CLIENT_ID && connection.issuer === issuer);
  if (own || connections.length > 0) return own ?? null;
  const owner = await findOwner(app.prisma);
  const input = { portal: slug, label: 'Demo ID', issuer, clientId: CLIENT_ID, enabled: true, force: true };
  return owner && (await createSsoConnection(app, { ...owner, isConfirmed: true }, input));
}

/** The provider may have a new port since the last start. It is still the same provider, with the same people. */
async function moveIssuer({ prisma }: App, { id: portalId }: Portal, issuer: string): Promise<void> {
  const moved = await prisma.ssoConnection.findFirst({
    where: { portalId, clientId: CLIENT_ID, issuer: { startsWith: 'http://localhost:', not: issuer } },
  });
  if (!moved) return;
  await prisma.$transaction([
    prisma.ssoConnection.update({ where: { id: moved.id }, data: { issuer } }),
    prisma.ssoIdentity.updateMany({ where: { portalId, issuer: moved.issuer }, data: { issuer } }),
  ]);
}
