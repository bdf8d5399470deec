import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from './ask-provider.ts';
import { discover, type Metadata } from './discover.ts';
import { ProviderFailure } from './provider-failure.ts';

const addressOfAll = ({ settings }: App) => `${settings.publicUrl}/sso/callback`;

const addressOfOne = (app: App, { id }: SsoConnection) => `${addressOfAll(app)}/${id}`;

/**
 * Connections share one address if the provider names itself in its answer (RFC 9207). Otherwise each connection has its own
 * address, or one provider could pass on the code of another provider (RFC 9700, 4.4.2).
 */
export const redirectUriFor = (app: App, connection: SsoConnection, metadata: Metadata) =>
  metadata.authorization_response_iss_parameter_supported ? addressOfAll(app) : addressOfOne(app, connection);

export async function redirectUriOf(app: App, connection: Client): Promise<string> {
  return redirectUriFor(app, connection, await discover(app, connection));
}

/** The own address of a connection is always valid: the provider may support RFC 9207 only since the browser left. */
export function requireOwnAddress(app: App, connection: SsoConnection, metadata: Metadata, callback: URL): void {
  const address = `${callback.origin}${callback.pathname}`;
  if (address === addressOfOne(app, connection) || address === redirectUriFor(app, connection, metadata)) return;
  throw new ProviderFailure('INVALID_ANSWER', 'The answer came to the redirect URI of another connection.');
}
