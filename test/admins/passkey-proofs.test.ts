import { expect, test } from 'vitest';
import { adminLogIn, whichAdminAmI } from '../kit/admins.ts';
import { type Lies, softPasskey } from '../kit/authenticator.ts';
import { adminConfirm, adminStartConfirm } from '../kit/confirm.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { adminPasskeyLogIn, adminStartPasskeyLogIn, adminWithPasskey } from '../kit/passkeys.ts';
import { present } from '../kit/present.ts';
import { adminConfirmSecondFactor, adminRemoveSecondFactor, adminWithTotp } from '../kit/second-factors.ts';

const WRONG = { message: 'The code is wrong.' };

const gatehouse = await startInstallation();
const ada = await adminWithPasskey(gatehouse, 'ada@proofs.test');
const careful = await adminWithPasskey(gatehouse, 'careful@proofs.test');
const barbara = await adminWithPasskey(gatehouse, 'barbara@proofs.test');

/** The first step of a log-in with the password. */
async function secondStep(email: string) {
  const { challenge, passkeyOptions, methods } = await refusal(adminLogIn(gatehouse, { email }), 'SecondFactorRequired');
  return { challenge, methods, options: present(passkeyOptions) };
}

async function startedConfirm(token: string) {
  const started = await adminStartConfirm(gatehouse, token);
  if (started.__typename !== 'AdminStartConfirmSuccess') throw new Error(started.__typename);
  return { challenge: started.challenge, options: present(started.passkeyOptions) };
}

test('after the right password, the passkey is the second step', async () => {
  const { challenge, methods, options } = await secondStep(ada.email);
  expect(methods).toEqual(['PASSKEY', 'RECOVERY_CODE']);
  expect(JSON.parse(options).allowCredentials).toEqual([
    { id: ada.passkey.id, type: 'public-key', transports: ['internal', 'hybrid'] },
  ]);
  const { token } = await succeed(
    adminConfirmSecondFactor(gatehouse, { challenge, passkey: ada.passkey.get(options) }),
    'token',
  );
  expect(await whichAdminAmI(gatehouse, { token })).toBe(ada.email);
  const [session] = await gatehouse.sql('SELECT method, second_factor FROM admin_sessions ORDER BY id DESC LIMIT 1');
  expect(session).toEqual({ method: 'PASSWORD', second_factor: 'PASSKEY' });
});

test('an admin without a passkey is not asked for one', async () => {
  const { email } = await adminWithTotp(gatehouse, 'carol@proofs.test');
  const answer = await refusal(adminLogIn(gatehouse, { email }), 'SecondFactorRequired');
  expect(answer).toMatchObject({ passkeyOptions: null, methods: ['TOTP', 'RECOVERY_CODE'] });
});

const attacks: [string, Lies][] = [
  ['R80: signed for a page of another origin', { origin: 'https://evil.test' }],
  ['R81: signed for another site', { rpId: 'evil.test' }],
  ['R82: signed without asking for a PIN or a fingerprint', { isVerified: false }],
  ['R83: signed for another challenge', { challenge: 'A'.repeat(43) }],
  ['R84: with an altered signature', { forge: (signature) => Buffer.from(signature.with(9, (signature[9] ?? 0) ^ 1)) }],
  ['R85: that says it is of another person', { userHandle: Buffer.alloc(16).toString('base64url') }],
];

test.each(attacks)('%s, a passkey is no second step', async (_, lies) => {
  const { challenge, options } = await secondStep(ada.email);
  const answer = await refusal(
    adminConfirmSecondFactor(gatehouse, { challenge, passkey: ada.passkey.get(options, lies) }),
    'InvalidCredentials',
  );
  expect(answer).toMatchObject(WRONG);
});

test('R85: the passkey of another admin, and one that nobody has, are no second step', async () => {
  const { challenge, options } = await secondStep(ada.email);
  for (const other of [barbara.passkey, softPasskey(gatehouse.url)]) {
    const passkey = other.get(options);
    expect(await refusal(adminConfirmSecondFactor(gatehouse, { challenge, passkey }), 'InvalidCredentials')).toMatchObject(
      WRONG,
    );
  }
});

test('R83: what was signed for one step counts for no other', async () => {
  const [one, other] = [await secondStep(ada.email), await secondStep(ada.email)];
  const passkey = ada.passkey.get(one.options);
  await refusal(adminConfirmSecondFactor(gatehouse, { challenge: other.challenge, passkey }), 'InvalidCredentials');
  await succeed(adminConfirmSecondFactor(gatehouse, { challenge: one.challenge, passkey }));
  await refusal(adminConfirmSecondFactor(gatehouse, { challenge: one.challenge, passkey }), 'InvalidToken');
});

test('R88: the log-in without a password does not accept the challenge of a second step, nor the other way round', async () => {
  const step = await secondStep(careful.email);
  const stranger = await succeed(adminStartPasskeyLogIn(gatehouse));
  const passkey = careful.passkey.get(stranger.options);
  await refusal(adminConfirmSecondFactor(gatehouse, { challenge: step.challenge, passkey }), 'InvalidCredentials');
  await refusal(adminConfirmSecondFactor(gatehouse, { challenge: stranger.challenge, passkey }), 'InvalidToken');
  const { challenge, options } = await startedConfirm(careful.token);
  await refusal(adminConfirmSecondFactor(gatehouse, { challenge, passkey: careful.passkey.get(options) }), 'InvalidToken');
});

test('R88: an admin with a passkey alone cannot ask for a weaker second step', async () => {
  const { challenge } = await secondStep(careful.email);
  for (const code of ['', '000000']) {
    expect(await refusal(adminConfirmSecondFactor(gatehouse, { challenge, code }), 'InvalidCredentials')).toMatchObject(WRONG);
  }
  await refusal(adminConfirmSecondFactor(gatehouse, { challenge }), 'InvalidInput');
  const both = { challenge, code: '000000', passkey: careful.passkey.get('{"challenge":"x"}') };
  await refusal(adminConfirmSecondFactor(gatehouse, both), 'InvalidInput');
});

test('R86: a copy of the passkey is no second step, and is recorded', async () => {
  const { passkey, email, factorId } = await adminWithPasskey(gatehouse, 'dora@proofs.test');
  await succeed(adminPasskeyLogIn(gatehouse, passkey, { signCount: 7 }));
  const { challenge, options } = await secondStep(email);
  const copied = { challenge, passkey: passkey.get(options, { signCount: 7 }) };
  expect(await refusal(adminConfirmSecondFactor(gatehouse, copied), 'InvalidCredentials')).toMatchObject(WRONG);
  const events = await gatehouse.sql("SELECT data FROM events WHERE type = 'passkey.copy-refused'");
  expect(events).toEqual([{ data: { secondFactorId: factorId } }]);
});

test('a passkey confirms a session, once for each challenge', async () => {
  const { challenge, options } = await startedConfirm(ada.token);
  const proof = { challenge, passkey: ada.passkey.get(options) };
  await succeed(adminConfirm(gatehouse, { proof }, ada.token));
  expect(await refusal(adminConfirm(gatehouse, { proof }, ada.token), 'InvalidCredentials')).toMatchObject(WRONG);
});

test('R83: a passkey that signed for another session, or another admin, confirms nothing', async () => {
  const { token: other } = await succeed(adminPasskeyLogIn(gatehouse, ada.passkey), 'token');
  const { challenge, options } = await startedConfirm(ada.token);
  const proof = { challenge, passkey: ada.passkey.get(options) };
  for (const token of [other, barbara.token]) {
    expect(await refusal(adminConfirm(gatehouse, { proof }, token), 'InvalidCredentials')).toMatchObject(WRONG);
  }
  await refusal(adminConfirm(gatehouse, { proof: { passkey: proof.passkey } }, ada.token), 'InvalidCredentials');
  await succeed(adminConfirm(gatehouse, { proof }, ada.token));
});

test('a passkey proves that it may be removed', async () => {
  const { passkey, token, factorId } = await adminWithPasskey(gatehouse, 'erin@proofs.test');
  const { challenge, options } = await startedConfirm(token);
  await succeed(adminRemoveSecondFactor(gatehouse, factorId, { challenge, passkey: passkey.get(options) }, { token }));
  expect(await refusal(adminPasskeyLogIn(gatehouse, passkey), 'InvalidCredentials')).toBeTruthy();
});
