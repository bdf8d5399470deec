import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { type Cbor, cbor } from './cbor.ts';

/** Options as our API gives them to a browser. */
type Options = { challenge: string; rpId?: string; rp?: { id: string }; user?: { id: string } };

/** What to do wrong. */
export type Lies = {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  crossOrigin?: boolean;
  userHandle?: string | null;
  /** Whether the person is there, and whether the authenticator knows that it is the owner. */
  isPresent?: boolean;
  isVerified?: boolean;
  /** The count of signatures. */
  signCount?: number;
  /** Changes the signature. */
  forge?: (signature: Buffer) => Buffer;
  attestation?: { format: string; statement: Map<string, Cbor> };
  algorithm?: number;
};

/** A passkey in software, which signs whatever it is told to. */
export type SoftPasskey = {
  id: string;
  /** As COSE (RFC 9052). */
  publicKey: Buffer;
  /** As PKCS #8, in Base64. */
  privateKey: string;
  /** Whose it is. */
  userHandle: () => string;
  /** The answer to `navigator.credentials.create`, as JSON. */
  create: (options: string, lies?: Lies) => string;
  /** The answer to `navigator.credentials.get`, as JSON. */
  get: (options: string, lies?: Lies) => string;
};

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/**
 * @param isSynced whether it counts no signatures, as passkeys that are synced between devices
 * @param personId whose it is, where no `create` says it
 */
export function softPasskey(origin: string, { isSynced = false, personId = '' } = {}): SoftPasskey {
  const credentialId = randomBytes(32);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  let signCount = 0;
  let owner = Buffer.from(personId.replaceAll('-', ''), 'hex').toString('base64url');
  const id = base64url(credentialId);

  const clientData = (type: string, challenge: string, lies: Lies) =>
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: lies.crossOrigin ?? false,
      }),
    );
  const authenticatorData = (rpId: string, lies: Lies, attested?: Buffer) => {
    const { isPresent = true, isVerified = true } = lies;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(lies.signCount ?? signCount);
    const synced = isSynced ? 0x18 : 0;
    const flags = (isPresent ? 0x01 : 0) | (isVerified ? 0x04 : 0) | synced | (attested ? 0x40 : 0);
    return Buffer.concat([
      hash('sha256', lies.rpId ?? rpId, 'buffer'),
      Buffer.from([flags]),
      count,
      ...(attested ? [attested] : []),
    ]);
  };

  return {
    id,
    publicKey: coseKey(publicKey),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    userHandle: () => owner,
    create: (text, lies = {}) => {
      const { challenge, rp, user }: Options = JSON.parse(text);
      owner = user?.id ?? '';
      const length = Buffer.from([credentialId.length >> 8, credentialId.length & 0xff]);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey(publicKey, lies.algorithm)]);
      const { format, statement } = lies.attestation ?? { format: 'none', statement: new Map<string, Cbor>() };
      const attestation = new Map<string, Cbor>([
        ['fmt', format],
        ['attStmt', statement],
        ['authData', authenticatorData(rp?.id ?? '', lies, attested)],
      ]);
      return JSON.stringify({
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(clientData('webauthn.create', challenge, lies)),
          attestationObject: base64url(cbor(attestation)),
          transports: ['internal', 'hybrid'],
        },
      });
    },
    get: (text, lies = {}) => {
      const { challenge, rpId }: Options = JSON.parse(text);
      if (!isSynced) signCount += 1;
      const data = clientData('webauthn.get', challenge, lies);
      const authData = authenticatorData(rpId ?? '', lies);
      const signature = sign('sha256', Buffer.concat([authData, hash('sha256', data, 'buffer')]), privateKey);
      const userHandle = lies.userHandle === undefined ? owner : lies.userHandle;
      return JSON.stringify({
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(data),
          authenticatorData: base64url(authData),
          signature: base64url(lies.forge?.(signature) ?? signature),
          ...(userHandle !== null && { userHandle }),
        },
      });
    },
  };
}

/** ES256 (RFC 9053), unless the test says another algorithm. */
function coseKey(publicKey: KeyObject, algorithm = -7): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return cbor(
    new Map<number, number | Buffer>([
      [1, 2],
      [3, algorithm],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  );
}
