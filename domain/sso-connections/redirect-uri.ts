import type { App } from '../app.ts';
import type { Client } from '../providers/ask-provider.ts';
import { redirectUriOf } from '../providers/callback-address.ts';
import { ProviderFailure } from '../providers/provider-failure.ts';

/**
 * The redirect address to register at the provider.
 * @returns null while the provider does not answer, as it depends on what it can do
 */
export async function findRedirectUri(app: App, connection: Client): Promise<string | null> {
  try {
    return await redirectUriOf(app, connection);
  } catch (error) {
    if (error instanceof ProviderFailure) return null;
    throw error;
  }
}
