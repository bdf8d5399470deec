import { buildEndSessionUrl } from 'openid-client';
import type { App } from '../app.ts';
import type { Client } from './ask-provider.ts';
import { configureClient } from './configure-client.ts';
import { ProviderFailure } from './provider-failure.ts';

/** OpenID Connect RP-Initiated Logout 1.0. Null if the provider has no such address or does not answer now. */
export async function logOutUrl(
  app: App,
  connection: Client,
  session: { idToken: string | null },
  returnTo: string,
): Promise<string | null> {
  try {
    const { config, metadata } = await configureClient(app, connection);
    if (!metadata.end_session_endpoint) return null;
    const hint = session.idToken && { id_token_hint: session.idToken };
    return buildEndSessionUrl(config, { ...hint, post_logout_redirect_uri: returnTo }).href;
  } catch (error) {
    if (error instanceof ProviderFailure) return null;
    throw error;
  }
}
