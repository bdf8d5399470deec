import * as z from 'zod';
import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import { type Asking, type AtPortal, askProvider } from './ask-provider.ts';
import { ProviderFailure } from './provider-failure.ts';
import { parseProviderUrl, privateHostOf } from './provider-url.ts';
import { recall } from './recall.ts';

/** @limit Time that a discovery document is used. Beyond: The provider is asked again. */
export const GOOD_FOR_MS = 60 * 60_000;
/** @limit bytes: Discovery document of a provider. Beyond: The log-in fails with UNAVAILABLE. */
export const MOST_BYTES = 64 * 1024;

const names = z.array(z.string()).exactOptional();

/** OpenID Connect Discovery 1.0, section 3 */
const metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  userinfo_endpoint: z.string().exactOptional(),
  end_session_endpoint: z.string().exactOptional(),
  authorization_response_iss_parameter_supported: z.boolean().exactOptional(),
  code_challenge_methods_supported: names,
  id_token_signing_alg_values_supported: names,
  scopes_supported: names,
  token_endpoint_auth_methods_supported: names,
});

export type Metadata = z.infer<typeof metadata>;

const document = z
  .record(z.string(), z.unknown())
  .transform((said) => Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null && value !== '')))
  .pipe(metadata);

type Asked = AtPortal & Pick<SsoConnection, 'portalId'>;

/** Up to one hour old, or one day if the provider is down. `since` (`performance.now()`) forces a newer answer. */
export async function discover(app: Asking, connection: Asked, since?: number): Promise<Metadata> {
  const { issuer, portalId } = connection;
  // Portals share an answer only if they may ask the same hosts.
  const key = JSON.stringify([issuer, privateHostOf(app.settings, connection)]);
  const ask = async () => {
    const value = await askForDocument(app, connection);
    return { value, bytes: JSON.stringify(value).length };
  };
  return await recall(app.providers.metadata, { key, portalId, goodForMs: GOOD_FOR_MS, ask, since });
}

async function askForDocument(app: Asking, connection: AtPortal): Promise<Metadata> {
  const { issuer } = connection;
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await askProvider(app, connection, url, { mostBytes: MOST_BYTES });
  if (answer.status !== 200) {
    const reason = answer.status < 500 ? 'MISCONFIGURED' : 'UNAVAILABLE';
    throw new ProviderFailure(reason, `The discovery document could not be loaded (status ${answer.status}).`);
  }
  const { data, error } = document.safeParse(await answer.json().catch(() => undefined));
  if (!data) {
    const wrong = error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ');
    throw new ProviderFailure('MISCONFIGURED', `The discovery document is not valid: ${wrong}.`);
  }
  // Exactly equal, or one provider could speak for another (OpenID Connect Discovery 1.0, 4.3).
  if (data.issuer !== issuer) {
    const isSlash = data.issuer === `${issuer}/` || issuer === `${data.issuer}/`;
    const why = isSlash ? ': it differs in the slash at the end' : '';
    throw new ProviderFailure('MISCONFIGURED', `The discovery document is of another issuer${why}.`);
  }
  for (const [name, value] of Object.entries(data)) {
    if (name === 'jwks_uri' || name.endsWith('_endpoint'))
      requireAskable(name, String(value), privateHostOf(app.settings, connection));
  }
  return data;
}

function requireAskable(name: string, url: string, privateHost: string | null): void {
  try {
    parseProviderUrl(url, privateHost);
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    throw new ProviderFailure(error.reason, `${name} of the discovery document: ${error.detail}`);
  }
}
