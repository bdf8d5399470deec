import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll } from 'vitest';
import { type Forgery, type Keys, newKeys, publicKeys, type SignatureAlgorithm, sign } from './issuer-tokens.ts';
import { portOf } from './port-of.ts';

type Endpoint = 'discovery' | 'authorize' | 'token' | 'jwks' | 'userinfo';

type Claims = Record<string, unknown>;

/** Ways not to answer: some end by themselves, some never. */
type Trouble = 'down' | 'broken' | 'slow' | 'dripping' | 'endless' | 'huge' | 'bomb' | 'redirecting' | 'not json';

/** What the issuer does; honest and well until told. */
type Behaviour = {
  /** Who is logged in there, as its claims say. */
  person: Claims & { sub: string };
  /** How its ID tokens are signed. */
  algorithm: SignatureAlgorithm;
  /** What is wrong with how its tokens are signed. */
  forgery?: Forgery;
  /** In place of the right claims of ID tokens: wrong ones, or with `undefined` none. */
  idToken: Claims;
  /** What stands in ID tokens of what the person is; all where left out. */
  onlyInIdToken?: string[];
  /** In place of what the userinfo endpoint says of the person. */
  userinfo: Claims;
  /** Whether that comes as a signed token. */
  signsUserinfo?: boolean;
  /** In place of what the discovery document says. */
  discovery: Claims;
  /** What stands in its key set besides the keys. */
  jwks: Claims;
  /** Whether its keys have no name there, although its tokens name one. */
  keysAreNameless?: boolean;
  /** In place of what stands in its answers with tokens. */
  tokenAnswer: Claims;
  /** The `iss` parameter of the way back: the right one, none, or another. */
  iss: 'right' | 'none' | (string & {});
  /** An error in place of a code, such as `access_denied`. */
  refusal?: string;
  /** An error in place of tokens, such as `invalid_client`. */
  tokenRefusal?: string;
  /** Its error for a code that it never gave; `invalid_grant` where left out. */
  codeRefusal?: string;
  /** Whether it looks at the code before it looks at the client. */
  looksAtCodeFirst?: boolean;
  /** Seconds that its clock is ahead. */
  clock: number;
  /** What happens elsewhere before it answers. */
  meanwhile: Partial<Record<Endpoint, () => Promise<unknown>>>;
  trouble: Partial<Record<Endpoint, Trouble>>;
};

type Asked = { endpoint: Endpoint | 'elsewhere'; path: string; query: URLSearchParams; body: URLSearchParams };

export type Issuer = {
  /** The issuer, as its discovery document spells it. */
  url: string;
  clientId: string;
  /** Empty for a client without one. */
  clientSecret: string;
  behaviour: Behaviour;
  /** Makes it honest and well again, with these differences. */
  behave: (behaviour?: Partial<Behaviour>) => void;
  /** All that it was asked, in order. */
  asked: Asked[];
  /** How often an endpoint was asked. */
  count: (endpoint: Endpoint | 'elsewhere') => number;
  /** All that must be found in no log and no database: codes, tokens, nonces, verifiers. */
  secrets: string[];
  /** New keys for old ones, as of now. @param kid the name of the new ones, `undefined` for none */
  rotateKeys: (kid: string | undefined) => Promise<void>;
  /** A logout token. @param claims in place of the right ones */
  logoutToken: (claims?: Claims, forgery?: Forgery) => Promise<string>;
};

/** A grown-up answer is a few KiB. */
const HUGE_BYTES = 2 * 1024 * 1024;

const ADA = { sub: 'ada-at-idp', name: 'Ada Lovelace', email: 'ada@people.test', email_verified: true, groups: ['makers'] };

const honest = (): Behaviour => ({
  person: { ...ADA },
  algorithm: 'RS256',
  idToken: {},
  userinfo: {},
  discovery: {},
  jwks: {},
  tokenAnswer: {},
  iss: 'right',
  clock: 0,
  meanwhile: {},
  trouble: {},
});

/** Starts an OpenID provider that does as it is told, until the test file ends. Nobody has to click there. */
export async function startIssuer(): Promise<Issuer> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = portOf(server);
  const url = `http://localhost:${port}`;
  const codes = new Map<string, { query: URLSearchParams; person: Claims & { sub: string } }>();
  const accessTokens = new Map<string, Claims & { sub: string }>();
  let keys: Keys = await newKeys(randomUUID());

  const issuer: Issuer = {
    url,
    clientId: 'gatehouse',
    clientSecret: randomBytes(24).toString('base64url'),
    behaviour: honest(),
    behave: (behaviour = {}) => {
      issuer.behaviour = { ...honest(), ...behaviour };
    },
    asked: [],
    count: (endpoint) => issuer.asked.filter((asked) => asked.endpoint === endpoint).length,
    secrets: [],
    rotateKeys: async (kid) => {
      keys = await newKeys(kid);
    },
    logoutToken: async (claims = {}, forgery) => {
      const all = {
        iss: url,
        aud: issuer.clientId,
        iat: now(),
        exp: now() + 120,
        jti: randomUUID(),
        sub: issuer.behaviour.person.sub,
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
        ...claims,
      };
      return await sign(keys, { ...all }, { ...issuer, ...issuer.behaviour, typ: 'logout+jwt', forgery });
    },
  };

  const now = () => Math.floor(Date.now() / 1_000) + issuer.behaviour.clock;

  const endpoints: Record<Endpoint, (asked: Asked, request: IncomingMessage, response: ServerResponse) => unknown> = {
    discovery: (_, __, response) =>
      json(response, 200, {
        issuer: url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        jwks_uri: `${url}/jwks`,
        userinfo_endpoint: `${url}/userinfo`,
        end_session_endpoint: `${url}/end-session`,
        authorization_response_iss_parameter_supported: true,
        code_challenge_methods_supported: ['S256'],
        id_token_signing_alg_values_supported: ['RS256', 'ES256', 'PS256', 'EdDSA', 'HS256', 'none'],
        ...issuer.behaviour.discovery,
      }),
    authorize: ({ query }, _, response) => {
      const { refusal, iss, person } = issuer.behaviour;
      const back = new URL(query.get('redirect_uri') ?? '');
      const code = randomBytes(24).toString('base64url');
      codes.set(code, { query, person });
      back.searchParams.set('state', query.get('state') ?? '');
      if (refusal) back.searchParams.set('error', refusal);
      else back.searchParams.set('code', code);
      if (iss !== 'none') back.searchParams.set('iss', iss === 'right' ? url : iss);
      issuer.secrets.push(code, query.get('nonce') ?? '');
      response.writeHead(303, { location: back.href }).end();
    },
    token: async ({ body }, { headers }, response) => {
      const { tokenRefusal, codeRefusal = 'invalid_grant', looksAtCodeFirst, idToken, onlyInIdToken } = issuer.behaviour;
      const given = codes.get(body.get('code') ?? '');
      if (looksAtCodeFirst && !given) return json(response, 400, { error: codeRefusal });
      const basic = `Basic ${Buffer.from(`${issuer.clientId}:${issuer.clientSecret}`).toString('base64')}`;
      const isPosted = body.get('client_id') === issuer.clientId && (body.get('client_secret') ?? '') === issuer.clientSecret;
      if (headers.authorization !== basic && !isPosted) return json(response, 401, { error: 'invalid_client' });
      if (tokenRefusal) return json(response, 400, { error: tokenRefusal, error_description: 'ada@people.test may not' });
      codes.delete(body.get('code') ?? '');
      const verifier = body.get('code_verifier') ?? '';
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      const fits =
        given?.query.get('redirect_uri') === body.get('redirect_uri') && given?.query.get('code_challenge') === challenge;
      if (!given || !fits) return json(response, 400, { error: codeRefusal });
      const { person, query } = given;
      const said = onlyInIdToken
        ? Object.fromEntries(Object.entries(person).filter(([name]) => onlyInIdToken.includes(name)))
        : person;
      const claims = {
        iss: url,
        aud: issuer.clientId,
        nonce: query.get('nonce'),
        iat: now(),
        exp: now() + 120,
        sid: `sid-of-${person.sub}`,
        // OpenID Connect Core 1.0, 3.1.2.1
        ...(query.has('max_age') && { auth_time: now() }),
        ...said,
        sub: person.sub,
        ...idToken,
      };
      const id_token = await sign(keys, claims, { ...issuer, ...issuer.behaviour });
      const access_token = randomBytes(24).toString('base64url');
      accessTokens.set(access_token, person);
      issuer.secrets.push(id_token, access_token, verifier);
      json(response, 200, { access_token, id_token, token_type: 'Bearer', expires_in: 300, ...issuer.behaviour.tokenAnswer });
    },
    jwks: async (_, __, response) => {
      const { jwks, keysAreNameless } = issuer.behaviour;
      const set = await publicKeys(keys);
      const listed = keysAreNameless ? set.keys.map(({ kid: _kid, ...key }) => key) : set.keys;
      json(response, 200, { keys: listed, ...jwks });
    },
    userinfo: async (_, { headers }, response) => {
      const person = accessTokens.get(headers.authorization?.replace('Bearer ', '') ?? '');
      const { userinfo, signsUserinfo } = issuer.behaviour;
      if (!person) return json(response, 401, { error: 'invalid_token' });
      const said = { ...person, ...userinfo };
      if (!signsUserinfo) return json(response, 200, said);
      const token = await sign(keys, { iss: url, aud: issuer.clientId, ...said }, { ...issuer, ...issuer.behaviour });
      response.writeHead(200, { 'content-type': 'application/jwt' }).end(token);
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', url);
    const endpoint = pathname === '/.well-known/openid-configuration' ? 'discovery' : pathname.slice(1);
    const body = new URLSearchParams(await text(request));
    const isKnown = (name: string): name is Endpoint => Object.hasOwn(endpoints, name);
    const asked: Asked = { endpoint: isKnown(endpoint) ? endpoint : 'elsewhere', path: pathname, query: searchParams, body };
    issuer.asked.push(asked);
    if (!isKnown(endpoint)) return void response.writeHead(404).end();
    await issuer.behaviour.meanwhile[endpoint]?.();
    const trouble = issuer.behaviour.trouble[endpoint];
    if (trouble) troubles[trouble](response);
    else await endpoints[endpoint](asked, request, response);
  }

  return issuer;
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Until whoever asked goes away. */
function goOn(response: ServerResponse, everyMs: number, part: string): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(part), everyMs);
  response.on('close', () => clearInterval(timer));
}

const troubles: Record<Trouble, (response: ServerResponse) => void> = {
  down: (response) => void response.destroy(),
  broken: (response) => json(response, 503, { error: 'temporarily_unavailable' }),
  slow: () => undefined,
  dripping: (response) => goOn(response, 300, ' '),
  endless: (response) => goOn(response, 1, ' '.repeat(64 * 1024)),
  huge: (response) => json(response, 200, { padding: ' '.repeat(HUGE_BYTES) }),
  bomb: (response) =>
    void response
      .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      .end(gzipSync(Buffer.alloc(4 * HUGE_BYTES, ' '))),
  redirecting: (response) => void response.writeHead(302, { location: '/elsewhere' }).end(),
  'not json': (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Welcome ada@people.test</p>'),
};
