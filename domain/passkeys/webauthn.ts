import { MINUTE_MS } from '../durations.ts';
import type { Assertion, Registration } from './passkey-input.ts';
import type { RelyingParty } from './relying-party.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export type KnownPasskey = { credentialId: Bytes; transports: string[] };

export type NewPasskey = KnownPasskey & { publicKey: Bytes; signCount: number; isSynced: boolean };

/** What browsers and authenticators support widely: EdDSA, ES256 and RS256, as COSE numbers them (RFC 9053, section 2; RFC 8812). */
const ALGORITHMS = [-8, -7, -257];

/** Loaded for the first passkey: its readers of certificates are a tenth of all that a server would load. */
const library = () => import('@simplewebauthn/server');
const helpers = () => import('@simplewebauthn/server/helpers');

/** How long the browser waits for the person. */
const TIMEOUT_MS = 5 * MINUTE_MS;

/** Returns the options for the browser, as JSON. */
export async function creationOptions(
  { id, name }: RelyingParty,
  challenge: Bytes,
  user: { id: string; name: string; displayName: string },
  known: KnownPasskey[],
): Promise<string> {
  const { generateRegistrationOptions } = await library();
  const options = await generateRegistrationOptions({
    rpID: id,
    rpName: name,
    userID: userHandle(user.id),
    userName: user.name,
    userDisplayName: user.displayName,
    challenge,
    timeout: TIMEOUT_MS,
    attestationType: 'none',
    excludeCredentials: known.map(described),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });
  return JSON.stringify(options);
}

/**
 * Returns the options for the browser, as JSON.
 * @param known null for a person who is not known yet: then the browser offers all passkeys of the site
 */
export async function requestOptions({ id }: RelyingParty, challenge: Bytes, known: KnownPasskey[] | null): Promise<string> {
  const { generateAuthenticationOptions } = await library();
  const options = await generateAuthenticationOptions({
    rpID: id,
    challenge,
    timeout: TIMEOUT_MS,
    userVerification: 'required',
    ...(known && { allowCredentials: known.map(described) }),
  });
  return JSON.stringify(options);
}

/** Returns null if the browser's answer is not valid. */
export async function readRegistration(rp: RelyingParty, challenge: Bytes, response: Registration): Promise<NewPasskey | null> {
  return await orNull(async () => {
    if ((await isFramed(response)) || !(await isUnattested(response))) return null;
    const { verifyRegistrationResponse } = await library();
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...response, clientExtensionResults: {} },
      ...expected(rp, challenge),
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!registrationInfo) return null;
    const { credential, credentialBackedUp } = registrationInfo;
    return {
      credentialId: Buffer.from(credential.id, 'base64url'),
      publicKey: credential.publicKey,
      signCount: credential.counter,
      transports: response.response.transports,
      isSynced: credentialBackedUp,
    };
  });
}

/** Returns null if the browser's answer is not valid. The caller compares the count, because only a valid signature proves it. */
export async function readAssertion(
  rp: RelyingParty,
  challenge: Bytes,
  response: Assertion,
  publicKey: Bytes,
): Promise<{ signCount: number; isSynced: boolean } | null> {
  return await orNull(async () => {
    if (await isFramed(response)) return null;
    const { verifyAuthenticationResponse } = await library();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...response, clientExtensionResults: {} },
      ...expected(rp, challenge),
      credential: { id: response.id, publicKey, counter: 0 },
    });
    return verified ? { signCount: authenticationInfo.newCounter, isSynced: authenticationInfo.credentialBackedUp } : null;
  });
}

/** The id of a person is no personal data, so it can be stored on a shared device. */
export const userHandle = (personId: string): Bytes => Buffer.from(personId.replaceAll('-', ''), 'hex');

const expected = ({ id, origins }: RelyingParty, challenge: Bytes) => ({
  expectedChallenge: Buffer.from(challenge).toString('base64url'),
  expectedOrigin: origins,
  expectedRPID: id,
  requireUserVerification: true,
});

const described = ({ credentialId, transports }: KnownPasskey) => ({
  id: Buffer.from(credentialId).toString('base64url'),
  transports,
});

/** A page of another site that shows ours in a frame. */
const isFramed = async ({ response }: Assertion | Registration): Promise<boolean> =>
  (await helpers()).decodeClientDataJSON(response.clientDataJSON).crossOrigin === true;

/** We ask for no attestation. The library would look at the certificates of one, which any client can make up. */
async function isUnattested({ response }: Registration): Promise<boolean> {
  const { decodeAttestationObject } = await helpers();
  const attestation = decodeAttestationObject(Buffer.from(response.attestationObject, 'base64url'));
  const format = attestation.get('fmt');
  return format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined);
}

/** The library throws for each answer that it refuses, and also for bytes that it cannot read. */
async function orNull<Result>(read: () => Promise<Result | null>): Promise<Result | null> {
  try {
    return await read();
  } catch {
    return null;
  }
}
