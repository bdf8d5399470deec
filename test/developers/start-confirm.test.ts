import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { type Lies, softPasskey } from '../kit/authenticator.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { personWithPasskey, startConfirm } from '../kit/own-passkeys.ts';
import { confirmSecondFactor, removeSecondFactor, renewRecoveryCodes } from '../kit/own-second-factors.ts';
import { allowPasskeys, passkeyLogIn } from '../kit/passkeys.ts';
import { logIn, whoAmI } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const WRONG = { message: 'The code is wrong.' };

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await allowPasskeys(gatehouse);
const ada = await personWithPasskey(gatehouse, 'ada@confirm.test', admin);
const barbara = await personWithPasskey(gatehouse, 'barbara@confirm.test', admin);

async function secondStep(email: string) {
  const { challenge, passkeyOptions } = await refusal(logIn(gatehouse, email), 'SecondFactorRequired');
  return { challenge, options: present(passkeyOptions) };
}

async function started(token: string) {
  const { challenge, passkeyOptions, methods } = await succeed(startConfirm(gatehouse, { token }));
  return { challenge, methods, options: present(passkeyOptions) };
}

test('after the right password, the passkey is the second step', async () => {
  const { challenge, options } = await secondStep(ada.email);
  const { token } = await succeed(confirmSecondFactor(gatehouse, { challenge, passkey: ada.passkey.get(options) }), 'token');
  expect(await whoAmI(gatehouse, { token })).toBe(ada.email);
});

const attacks: [string, Lies][] = [
  ['R80: signed for a page of another origin', { origin: 'https://evil.test' }],
  ['R81: signed for another site', { rpId: 'evil.test' }],
  ['R82: signed without asking for a PIN or a fingerprint', { isVerified: false }],
  ['R83: signed for another challenge', { challenge: 'A'.repeat(43) }],
];

test.each(attacks)('%s, a passkey is no second step', async (_, lies) => {
  const { challenge, options } = await secondStep(ada.email);
  const passkey = ada.passkey.get(options, lies);
  expect(await refusal(confirmSecondFactor(gatehouse, { challenge, passkey }), 'InvalidCredentials')).toMatchObject(WRONG);
});

test('R85: the passkey of another person, and one that nobody has, prove nothing', async () => {
  const { challenge, options } = await secondStep(ada.email);
  for (const other of [barbara.passkey, softPasskey(gatehouse.url)]) {
    const passkey = other.get(options);
    expect(await refusal(confirmSecondFactor(gatehouse, { challenge, passkey }), 'InvalidCredentials')).toMatchObject(WRONG);
  }
});

test('R83: a proof by passkey counts once, for the session that asked', async () => {
  const { token: other } = await succeed(passkeyLogIn(gatehouse, barbara.passkey), 'token');
  const { challenge, methods, options } = await started(barbara.token);
  expect(methods).toEqual(['PASSKEY', 'RECOVERY_CODE']);
  const proof = { challenge, passkey: barbara.passkey.get(options) };
  for (const token of [other, ada.token]) {
    expect(await refusal(renewRecoveryCodes(gatehouse, proof, { token }), 'InvalidCredentials')).toMatchObject(WRONG);
  }
  await succeed(renewRecoveryCodes(gatehouse, proof, { token: barbara.token }));
  await refusal(renewRecoveryCodes(gatehouse, proof, { token: barbara.token }), 'InvalidCredentials');
});

test('a passkey proves that it may be removed, and logs nobody in afterwards', async () => {
  const { passkey, token, factorId } = await personWithPasskey(gatehouse, 'carol@confirm.test', admin);
  const { challenge, options } = await started(token);
  await succeed(removeSecondFactor(gatehouse, factorId, { challenge, passkey: passkey.get(options) }, { token }));
  await refusal(passkeyLogIn(gatehouse, passkey), 'InvalidCredentials');
});

test('nobody who is logged out begins a proof', async () => {
  await refusal(startConfirm(gatehouse, {}), 'NotAllowed');
});
