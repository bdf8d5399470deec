import { expect, test } from 'vitest';
import { LONGEST_PASSKEY } from '../../domain/passkeys/passkey-input.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { adminLogInWithPasskey, adminStartPasskeyLogIn } from '../kit/passkeys.ts';

const gatehouse = await startInstallation();

test('R87: the options name the site and no passkey, and are the same for everyone', async () => {
  const [one, other] = [
    await succeed(adminStartPasskeyLogIn(gatehouse)),
    await succeed(adminStartPasskeyLogIn(gatehouse, { token: 'A'.repeat(43) })),
  ];
  const [first, second] = [JSON.parse(one.options), JSON.parse(other.options)];
  expect(first).toEqual({ challenge: first.challenge, rpId: 'localhost', timeout: 300_000, userVerification: 'required' });
  expect(second).toEqual({ ...first, challenge: second.challenge });
  expect(second.challenge).not.toBe(first.challenge);
});

test('pages of other origins cannot begin a log-in', async () => {
  await refusal(adminStartPasskeyLogIn(gatehouse, { headers: { origin: 'https://evil.test' } }), 'NotAllowed');
});

test('a text that is too long for a passkey is not read', async () => {
  const { challenge } = await succeed(adminStartPasskeyLogIn(gatehouse));
  for (const [length, code] of [
    [LONGEST_PASSKEY, 'MALFORMED'],
    [LONGEST_PASSKEY + 1, 'TOO_LONG'],
  ] as const) {
    const { issues } = await refusal(
      adminLogInWithPasskey(gatehouse, { challenge, passkey: 'x'.repeat(length) }),
      'InvalidInput',
    );
    expect(issues.map((issue) => issue.code)).toEqual([code]);
  }
});
