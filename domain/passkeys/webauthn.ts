import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { COSEALG, decodeAttestationObject, decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import { MINUTE_MS } from '../durations.ts';
import type { Assertion, Registration } from './passkey-input.ts';
import type { RelyingParty } from './relying-party.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export type KnownPasskey = { credentialId: Bytes; transports: string[] };

export type NewPasskey = KnownPasskey & { publicKey: Bytes; signCount: number; isSynced: boolean };

/** What browsers and authenticators support widely. */
const ALGORITHMS = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256];

/** How long the browser waits for the person. */
const TIMEOUT_MS = 5 * MINUTE_MS;

/** Returns the options for the browser, as JSON. */
export async function creationOptions(
  { id, name }: RelyingParty,
  challenge: Bytes,
  user: { id: string; name: string; displayName: string },
  known: KnownPasskey[],
): Promise<string> {
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
    if (isFramed(response) || !isUnattested(response)) return null;
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
    if (isFramed(response)) return null;
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
const isFramed = ({ response }: Assertion | Registration): boolean =>
  decodeClientDataJSON(response.clientDataJSON).crossOrigin === true;

/** We ask for no attestation. The library would look at the certificates of one, which any client can make up. */
function isUnattested({ response }: Registration): boolean {
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
