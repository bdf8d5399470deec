import { generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import Provider, { type AdapterFactory, type ClientMetadata, type Configuration } from 'oidc-provider';
import { openMemory } from './memory-adapter.ts';

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

export type Account = { name: string; email: string; email_verified: boolean; groups: string[] };

export type IdentityProvider = {
  issuer: string;
  /** Replaces a client with the same `client_id`. */
  admit: (client: ClientMetadata & { client_id: string }) => Promise<void>;
  stop: () => Promise<void>;
};

export const newSigningKey = (): JsonWebKey =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

/** People choose who they are. There is no password. */
export async function startIdentityProvider(
  port: number,
  key: JsonWebKey,
  accounts: Record<string, Account>,
): Promise<IdentityProvider> {
  const issuer = `http://localhost:${port}`;
  const adapter = openMemory();
  const provider = new Provider(issuer, configurationFor(port, key, accounts, adapter));
  const oidc = provider.callback();
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/interaction/')) void chooseAccount(provider, accounts, request, response);
    else void oidc(request, response);
  });
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(port, 'localhost', resolve));
  return {
    issuer,
    admit: async (client) => await adapter('Client').upsert(client.client_id, client, 0),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function configurationFor(
  port: number,
  key: JsonWebKey,
  accounts: Record<string, Account>,
  adapter: AdapterFactory,
): Configuration {
  return {
    adapter,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      // Cookies do not depend on the port.
      names: { session: `idp-${port}`, interaction: `idp-${port}-interaction`, resume: `idp-${port}-resume` },
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx, form) => {
          const button = '<button form="op.logoutForm" name="logout" value="yes">Log out</button>';
          ctx.body = page('Log out', `<p>Log out here as well?</p>${form}<p>${button}</p>`);
        },
        postLogoutSuccessSource: async (ctx) => {
          ctx.body = page('Logged out', '<p>You are logged out.</p>');
        },
      },
    },
    // Its own protection refuses calls to this machine.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
    findAccount: (_, id) => {
      const account = accounts[id];
      return account && { accountId: id, claims: () => ({ sub: id, ...account }) };
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    jwks: { keys: [{ ...key, kty: 'RSA', use: 'sig', alg: 'RS256' }] },
    loadExistingGrant: async ({ oidc }) => {
      const { provider, session, client } = oidc;
      const known = client && session?.grantIdFor(client.clientId);
      if (known) return await provider.Grant.find(known);
      // Nobody is asked for consent.
      const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    ttl: { AccessToken: HOUR_S, AuthorizationCode: 60, Grant: DAY_S, IdToken: HOUR_S, Interaction: HOUR_S, Session: DAY_S },
    renderError: async (ctx, { error }) => {
      ctx.body = page('Error', `<p>${error}</p>`);
    },
  };
}

async function chooseAccount(
  provider: Provider,
  accounts: Record<string, Account>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'POST') {
    const accountId = new URLSearchParams(await text(request)).get('account') ?? '';
    const result = Object.hasOwn(accounts, accountId) ? { login: { accountId } } : { error: 'access_denied' };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    return;
  }
  const choices = Object.entries(accounts).map(([id, account]) => choice(id, account));
  const nobody = '<p><button name="account" value="" class="quiet">Nobody: do not log in</button></p>';
  const body = `<p>A demonstration: there are no passwords here.</p><form method="post">${choices.join('')}${nobody}</form>`;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page('Who are you?', body));
}

const choice = (id: string, { name, email, email_verified }: Account) =>
  `<p><button name="account" value="${id}">${name}</button><br>${email}, ${email_verified ? 'verified' : 'not verified'} here</p>`;

const STYLE = `
  :root { color-scheme: light dark }
  body { max-width: 28rem; margin: 10vh auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
  button { min-height: 2.75rem; padding: 0.5rem 1.25rem; border: 0; border-radius: 0.375rem; background: #5b3f8c; color: #fff; font: inherit }
  button.quiet { background: none; border: 1px solid; color: inherit }`;

const page = (title: string, body: string) =>
  '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
  `<title>${title}</title><link rel="icon" href="data:,"><style>${STYLE}</style><h1>${title}</h1>${body}</html>`;
