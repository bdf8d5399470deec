import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { redirectUriOf } from '../providers/callback-address.ts';
import { ProviderFailure } from '../providers/provider-failure.ts';

/** What to register at the provider as redirect address. @returns null while the provider does not answer: it depends on what it can do */
export async function findRedirectUri(app: App, connection: SsoConnection): Promise<string | null> {
  try {
    return await redirectUriOf(app, connection);
  } catch (error) {
    if (error instanceof ProviderFailure) return null;
    throw error;
  }
}
