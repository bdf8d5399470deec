import type { App } from '../app.ts';
import type { Client } from '../providers/ask-provider.ts';
import { redirectUriOf } from '../providers/callback-address.ts';
import { ProviderFailure } from '../providers/provider-failure.ts';

/** Null while the provider does not answer, because the address depends on the features of the provider. */
export async function findRedirectUri(app: App, connection: Client): Promise<string | null> {
  try {
    return await redirectUriOf(app, connection);
  } catch (error) {
    if (error instanceof ProviderFailure) return null;
    throw error;
  }
}
