import { expect, test } from 'vitest';
import { addAdmin, adminId } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { adminStartPasskey, adminWithPasskey, passkeyLink } from '../kit/passkeys.ts';

const gatehouse = await startInstallation();

test('the options ask for a discoverable passkey of the site, with a PIN or a fingerprint, and without attestation', async () => {
  const email = 'ada@start-passkey.test';
  const token = await addAdmin(gatehouse, email, 'VIEWER', null);
  const { options } = await succeed(adminStartPasskey(gatehouse, { token: await passkeyLink(gatehouse, email, token) }));
  const { challenge, user, pubKeyCredParams, ...others } = JSON.parse(options);
  expect(others).toEqual({
    rp: { id: 'localhost', name: 'Gatehouse' },
    timeout: 300_000,
    attestation: 'none',
    excludeCredentials: [],
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    extensions: { credProps: true },
    hints: [],
  });
  expect(Buffer.from(challenge, 'base64url')).toHaveLength(32);
  expect(pubKeyCredParams.map(({ alg }: { alg: number }) => alg)).toEqual([-8, -7, -257]);
  const id = await adminId(gatehouse, email);
  const handle = Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
  expect(user).toEqual({ id: handle, name: `${email} (admin)`, displayName: email });
});

test('the options name the passkeys that the admin has, so that a device makes no second one', async () => {
  const { token, passkey } = await adminWithPasskey(gatehouse, 'barbara@start-passkey.test');
  const [code] = (await adminWithPasskey(gatehouse, 'carol@start-passkey.test')).recoveryCodes;
  await refusal(adminStartPasskey(gatehouse, { proof: { recoveryCode: code ?? null } }, { token }), 'InvalidCredentials');
  const own = await adminWithPasskey(gatehouse, 'dora@start-passkey.test');
  const proof = { recoveryCode: own.recoveryCodes[0] ?? null };
  const { options } = await succeed(adminStartPasskey(gatehouse, { proof }, { token: own.token }));
  expect(JSON.parse(options).excludeCredentials).toEqual([
    { id: own.passkey.id, type: 'public-key', transports: ['internal', 'hybrid'] },
  ]);
  expect(options).not.toContain(passkey.id);
});

test('a session alone sets up no passkey', async () => {
  const token = await addAdmin(gatehouse, 'erin@start-passkey.test', 'VIEWER', null);
  await refusal(adminStartPasskey(gatehouse, {}, { token }), 'NotAllowed');
  const own = await adminWithPasskey(gatehouse, 'fay@start-passkey.test');
  await refusal(adminStartPasskey(gatehouse, {}, { token: own.token }), 'InvalidInput');
  await refusal(adminStartPasskey(gatehouse, {}), 'NotAllowed');
  await refusal(adminStartPasskey(gatehouse, { token: 'A'.repeat(43) }), 'InvalidToken');
});
