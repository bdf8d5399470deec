// The floor of a log-in with SSO: openid-client with the same checks, behind bare node:http, and nothing kept.
import { once } from 'node:events';
import { createServer } from 'node:http';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import * as z from 'zod';
import { CLIENT_ID, PUBLIC_URL } from '../kit/connection.ts';
import { listeningPort } from '../kit/listening-port.ts';

const { ISSUER } = z.object({ ISSUER: z.string() }).parse(process.env);
const execute = [allowInsecureRequests, enableNonRepudiationChecks];
const config = await discovery(new URL(ISSUER), CLIENT_ID, {}, None(), { execute });
const begun = new Map<string, { expectedState: string; expectedNonce: string; pkceCodeVerifier: string }>();

const server = createServer(async (request, response) => {
  const url = new URL(`${PUBLIC_URL}${request.url}`);
  if (url.pathname === '/sso/callback') {
    const checks = begun.get(request.headers.cookie?.split('=')[1] ?? '');
    await authorizationCodeGrant(config, url, checks);
    return response.writeHead(303, { location: `${PUBLIC_URL}/catalog`, 'set-cookie': 'session=one' }).end();
  }
  const checks = { expectedState: randomState(), expectedNonce: randomNonce(), pkceCodeVerifier: randomPKCECodeVerifier() };
  begun.set(checks.expectedState, checks);
  const location = buildAuthorizationUrl(config, {
    redirect_uri: `${PUBLIC_URL}/sso/callback`,
    scope: 'openid email profile',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  return response.writeHead(303, { location: location.href, 'set-cookie': `way=${checks.expectedState}` }).end();
});
await once(server.listen(0, '127.0.0.1'), 'listening');
process.send?.({ port: listeningPort(server) });
