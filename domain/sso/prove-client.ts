import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { sealClientSecret } from '../sso-connections/client-secret.ts';
import { newSecret } from '../tokens/secrets.ts';
import { tryClient } from './provider.ts';

/**
 * Whether a provider accepts the client id and the secret of a connection, as far as it says so without a person. It is asked a second
 * time as somebody whom it cannot know: one that has nothing against that either does not look, or looks at the code first.
 * @throws ProviderFailure where it cannot be asked
 */
export async function proveClient(app: App, connection: SsoConnection): Promise<'ACCEPTED' | 'REFUSED' | 'UNTOLD'> {
  if (!(await tryClient(app, connection))) return 'REFUSED';
  return (await tryClient(app, impostorOf(app, connection))) ? 'UNTOLD' : 'ACCEPTED';
}

/** With another secret; where there is none, by another name. */
function impostorOf(app: App, connection: SsoConnection): SsoConnection {
  const { id, sealedClientSecret } = connection;
  if (!sealedClientSecret) return { ...connection, clientId: newSecret() };
  return { ...connection, sealedClientSecret: sealClientSecret(app, id, newSecret()) };
}
