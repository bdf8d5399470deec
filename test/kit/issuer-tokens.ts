import { CompactSign, type CryptoKey, exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT, UnsecuredJWT } from 'jose';

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

export type SignatureAlgorithm = (typeof ALGORITHMS)[number];

/** Signatures that are worth nothing. */
export type Forgery =
  | 'payload changed under an old signature'
  | 'key outside the key set'
  | 'key outside the key set under a known name'
  | 'alg none'
  | 'HS256 with the client secret'
  | 'HS256 with the public key'
  | 'no signature';

type KeyPair = { privateKey: CryptoKey; publicKey: CryptoKey };

export type Keys = { kid: string | undefined; pairs: Map<SignatureAlgorithm, KeyPair> };

/** A key for each algorithm. @param kid begins their names; `undefined` for keys without a name */
export async function newKeys(kid: string | undefined): Promise<Keys> {
  const pairs = await Promise.all(ALGORITHMS.map(async (algorithm) => [algorithm, await newPair(algorithm)] as const));
  return { kid, pairs: new Map(pairs) };
}

export async function publicKeys({ kid, pairs }: Keys): Promise<JSONWebKeySet> {
  const keys = [...pairs].map(async ([alg, { publicKey }]) => {
    return { ...(await exportJWK(publicKey)), alg, use: 'sig', ...(kid && { kid: `${kid}-${alg}` }) };
  });
  return { keys: (await Promise.all(keys)) as JSONWebKeySet['keys'] };
}

/** Signs, or does what a forger would. */
export async function sign(
  keys: Keys,
  claims: Record<string, unknown>,
  {
    algorithm,
    clientSecret,
    typ = 'JWT',
    forgery,
  }: {
    algorithm: SignatureAlgorithm;
    clientSecret: string;
    typ?: string;
    forgery?: Forgery | undefined;
  },
): Promise<string> {
  const named = keys.kid && { kid: `${keys.kid}-${algorithm}` };
  const header = { alg: algorithm, typ, ...named };
  const pair = keys.pairs.get(algorithm);
  if (!pair) throw new Error(`no key for ${algorithm}`);
  const honest = await new SignJWT(claims).setProtectedHeader(header).sign(pair.privateKey);
  const [head = '', , signature = ''] = honest.split('.');
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  switch (forgery) {
    case undefined:
      return honest;
    case 'payload changed under an old signature':
      return `${head}.${encode({ ...claims, sub: 'somebody-else', email: 'owner@people.test' })}.${signature}`;
    case 'key outside the key set':
      return await new SignJWT(claims)
        .setProtectedHeader({ ...header, kid: 'foreign' })
        .sign((await newPair(algorithm)).privateKey);
    case 'key outside the key set under a known name':
      return await new SignJWT(claims).setProtectedHeader(header).sign((await newPair(algorithm)).privateKey);
    case 'alg none':
      return new UnsecuredJWT(claims).encode();
    case 'HS256 with the client secret':
      return await mac(claims, { ...named, typ }, Buffer.from(clientSecret));
    case 'HS256 with the public key':
      return await mac(claims, { ...named, typ }, Buffer.from(JSON.stringify(await exportJWK(pair.publicKey))));
    case 'no signature':
      return `${head}.${encode(claims)}.`;
  }
}

const newPair = (algorithm: SignatureAlgorithm) => generateKeyPair(algorithm, { extractable: true });

const mac = async (claims: object, header: object, secret: Uint8Array) =>
  await new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader({ ...header, alg: 'HS256' }).sign(secret);
