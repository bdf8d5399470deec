import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from './ask-provider.ts';
import { discover, type Metadata } from './discover.ts';
import { ProviderFailure } from './provider-failure.ts';

const addressOfAll = ({ settings }: App) => `${settings.publicUrl}/sso/callback`;

const addressOfOne = (app: App, { id }: SsoConnection) => `${addressOfAll(app)}/${id}`;

/**
 * Where the provider sends people back to. All connections share one address if the provider says who it is in its answer (RFC
 * 9207). Otherwise each connection has its own, or one provider could pass on the code of another (RFC 9700, 4.4.2).
 */
export const redirectUriFor = (app: App, connection: SsoConnection, metadata: Metadata) =>
  metadata.authorization_response_iss_parameter_supported ? addressOfAll(app) : addressOfOne(app, connection);

/**
 * The redirect address to register at the provider. It depends on what the provider can do.
 * @throws ProviderFailure
 */
export async function redirectUriOf(app: App, connection: Client): Promise<string> {
  return redirectUriFor(app, connection, await discover(app, connection));
}

/**
 * Checks that an answer came to an address of this connection. Its own address is always good, because the provider may have
 * begun to say who it is after the browser left.
 * @throws ProviderFailure for any other address
 */
export function requireOwnAddress(app: App, connection: SsoConnection, metadata: Metadata, callback: URL): void {
  const address = `${callback.origin}${callback.pathname}`;
  if (address === addressOfOne(app, connection) || address === redirectUriFor(app, connection, metadata)) return;
  throw new ProviderFailure('INVALID_ANSWER', 'The answer came to the redirect URI of another connection.');
}
