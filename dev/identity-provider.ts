import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider';
import { openMemory } from './memory-adapter.ts';

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

/** Somebody who can log in there, by their id. */
export type Account = { name: string; email: string; email_verified: boolean; groups: string[] };

export type IdentityProvider = { issuer: string; stop: () => Promise<void> };

/**
 * Starts an OpenID provider on this machine. Whoever comes chooses who they are; there is no password.
 * @param clients who may send people there
 */
export async function startIdentityProvider(
  port: number,
  clients: ClientMetadata[],
  accounts: Record<string, Account>,
): Promise<IdentityProvider> {
  const issuer = `http://localhost:${port}`;
  const provider = new Provider(issuer, configurationFor(clients, accounts));
  const oidc = provider.callback();
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/interaction/')) void chooseAccount(provider, accounts, request, response);
    else void oidc(request, response);
  });
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(port, 'localhost', resolve));
  return {
    issuer,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function configurationFor(clients: ClientMetadata[], accounts: Record<string, Account>): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    adapter: openMemory(),
    clients,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx, form) => {
          ctx.body = page('Log out', `${form}<button form="op.logoutForm" name="logout" value="yes">Log out</button>`);
        },
        postLogoutSuccessSource: async (ctx) => {
          ctx.body = page('Logged out', '<p>You are logged out.</p>');
        },
      },
    },
    // Its own guard lets it call nobody on this machine.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
    findAccount: (_, id) => {
      const account = accounts[id];
      return account && { accountId: id, claims: () => ({ sub: id, ...account }) };
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kty: 'RSA', use: 'sig', alg: 'RS256' }] },
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

/** The page that asks who somebody is, and what its buttons do. */
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
  const buttons = Object.entries(accounts).map(([id, { name }]) => `<button name="account" value="${id}">${name}</button>`);
  const form = `<form method="post">${buttons.join(' ')} <button name="account" value="">Nobody</button></form>`;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page('Who are you?', form));
}

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`;
