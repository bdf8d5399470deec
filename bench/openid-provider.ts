// An OpenID provider that costs as little as one can: whoever comes is logged in, as one of so many people. A process of its own.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { exportJWK, SignJWT } from 'jose';
import { newSecret } from '../domain/tokens/secrets.ts';
import { listeningPort } from './kit/listening-port.ts';

const PEOPLE = 320;

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', use: 'sig', alg: 'RS256' }] });
const codes = new Map<string, { nonce: string; challenge: string; audience: string }>();
let count = 0;

const server = createServer(async (request, response) => {
  const issuer = `http://localhost:${listeningPort(server)}`;
  const url = new URL(request.url ?? '/', issuer);
  const asked = (name: string) => url.searchParams.get(name) ?? '';
  const json = (body: string) => response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  if (url.pathname === '/.well-known/openid-configuration') {
    return json(
      JSON.stringify({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
      }),
    );
  }
  if (url.pathname === '/jwks') return json(jwks);
  if (url.pathname === '/authorize') {
    const code = newSecret();
    codes.set(code, { nonce: asked('nonce'), challenge: asked('code_challenge'), audience: asked('client_id') });
    const location = `${asked('redirect_uri')}?${new URLSearchParams({ code, state: asked('state'), iss: issuer })}`;
    return response.writeHead(303, { location }).end();
  }
  const form = new URLSearchParams(await text(request));
  const code = form.get('code') ?? '';
  const known = codes.get(code);
  codes.delete(code);
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (known?.challenge !== challenge) return response.writeHead(400).end('{"error":"invalid_grant"}');
  const number = count++ % PEOPLE;
  const claims = { nonce: known.nonce, name: `Person ${number}`, email: `person${number}@example.com`, email_verified: true };
  const idToken = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuer(issuer)
    .setAudience(known.audience)
    .setSubject(`person-${number}`)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);
  return json(JSON.stringify({ access_token: newSecret(), token_type: 'Bearer', id_token: idToken }));
});
await once(server.listen(0, 'localhost'), 'listening');
process.send?.({ issuer: `http://localhost:${listeningPort(server)}` });
