import { expect, test } from 'vitest';
import { MOST_TRANSPORTS } from '../../domain/passkeys/passkey-input.ts';
import { addAdmin, adminBearer, adminId, whichAdminAmI } from '../kit/admins.ts';
import { type Lies, softPasskey } from '../kit/authenticator.ts';
import type { Cbor } from '../kit/cbor.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { adminAddPasskey, adminPasskeyLogIn, adminStartPasskey, adminWithPasskey, passkeyLink } from '../kit/passkeys.ts';
import { lastMailTo } from '../kit/people.ts';

const REFUSED = { message: 'This passkey was not accepted here. Try again.' };

const gatehouse = await startInstallation();
let people = 0;

/** An admin who has begun to set up the first second factor. */
async function begun() {
  people += 1;
  const email = `person${people}@add-passkey.test`;
  const token = await addAdmin(gatehouse, email, 'VIEWER', null);
  const link = await passkeyLink(gatehouse, email, token);
  return { email, token, link, ...(await succeed(adminStartPasskey(gatehouse, { token: link }))) };
}

const factors = async (email: string) =>
  await gatehouse.sql('SELECT id FROM second_factors WHERE admin_id = (SELECT id FROM admins WHERE email = $1)', [email]);

test('the first passkey comes with recovery codes, ends the other sessions and the link, and is told by email', async () => {
  const { email, token, link, challenge, options } = await begun();
  const elsewhere = await adminBearer(gatehouse, email);
  const passkey = softPasskey(gatehouse.url);
  const added = await succeed(adminAddPasskey(gatehouse, challenge, passkey.create(options), { token }), 'recoveryCodes');
  expect(added).toMatchObject({ secondFactor: { kind: 'PASSKEY', name: 'My laptop' } });
  expect(added.recoveryCodes).toHaveLength(10);
  expect(await whichAdminAmI(gatehouse, { token })).toBe(email);
  expect(await whichAdminAmI(gatehouse, { token: elsewhere })).toBeNull();
  await refusal(adminStartPasskey(gatehouse, { token: link }), 'InvalidToken');
  await gatehouse.drain();
  expect(lastMailTo(gatehouse, email).text).toContain('second factor');
  const events = await gatehouse.sql(
    "SELECT actor_kind, data FROM events WHERE type = 'second-factor.added' AND subject_id = $1",
    [await adminId(gatehouse, email)],
  );
  expect(events).toEqual([{ actor_kind: 'ADMIN', data: { factorId: added.secondFactor.id, kind: 'PASSKEY' } }]);
  await succeed(adminPasskeyLogIn(gatehouse, passkey));
});

const attacks: [string, Lies][] = [
  ['R80: made for a page of another origin', { origin: 'https://evil.test' }],
  ['R80: made in a frame of another site', { crossOrigin: true }],
  ['R81: made for another site', { rpId: 'evil.test' }],
  ['R82: made without asking for a PIN or a fingerprint', { isVerified: false }],
  ['R82: made without a person', { isPresent: false }],
  ['R83: made for another challenge', { challenge: 'A'.repeat(43) }],
  ['R84: that was made to log in', { type: 'webauthn.get' }],
  ['R84: with an algorithm that was not asked for', { algorithm: -35 }],
  [
    'R84: with a statement in an attestation that has none',
    { attestation: { format: 'none', statement: new Map([['x', 1]]) } },
  ],
  ['R84: with an unknown attestation', { attestation: { format: 'evil', statement: new Map() } }],
];

test.each(attacks)('%s, a passkey is not set up', async (_, lies) => {
  const { email, token, challenge, options } = await begun();
  const made = softPasskey(gatehouse.url).create(options, lies);
  expect(await refusal(adminAddPasskey(gatehouse, challenge, made, { token }), 'InvalidCredentials')).toMatchObject(REFUSED);
  expect(await factors(email)).toEqual([]);
});

test.each(['packed', 'fido-u2f', 'android-key', 'apple', 'tpm'])(
  'R84: a passkey with certificates is not set up, because nothing asked for them: %s',
  async (format) => {
    const { token, challenge, options } = await begun();
    const statement = new Map<string, Cbor>([
      ['alg', -7],
      ['sig', Buffer.alloc(64)],
      ['x5c', [Buffer.alloc(200)]],
    ]);
    const made = softPasskey(gatehouse.url).create(options, { attestation: { format, statement } });
    expect(await refusal(adminAddPasskey(gatehouse, challenge, made, { token }), 'InvalidCredentials')).toMatchObject(REFUSED);
  },
);

test('R83: a step to set up a passkey works once, and not for another person', async () => {
  const [mine, theirs] = [await begun(), await begun()];
  const passkey = softPasskey(gatehouse.url);
  // The step of the link takes no session, but the passkey has to be for it.
  await refusal(adminAddPasskey(gatehouse, mine.challenge, passkey.create(theirs.options), mine), 'InvalidCredentials');
  const made = passkey.create(mine.options);
  const results = await Promise.all(
    Array.from({ length: 4 }, () => adminAddPasskey(gatehouse, mine.challenge, made, { token: mine.token })),
  );
  const kinds = results.map(({ __typename }) => __typename).toSorted();
  expect(kinds).toEqual(['AdminAddPasskeySuccess', ...Array(3).fill('InvalidToken')]);
  expect(await factors(mine.email)).toHaveLength(1);
});

test('R83: a step of another session sets up no passkey', async () => {
  const { email, token, passkey, recoveryCodes } = await adminWithPasskey(gatehouse, 'ada@add-passkey.test');
  const { challenge, options } = await succeed(
    adminStartPasskey(gatehouse, { proof: { recoveryCode: recoveryCodes[0] ?? null } }, { token }),
  );
  const { token: other } = await succeed(adminPasskeyLogIn(gatehouse, passkey), 'token');
  const made = softPasskey(gatehouse.url).create(options);
  for (const stranger of [{ token: other }, { token: await adminBearer(gatehouse, ADMIN.email) }, {}]) {
    await refusal(adminAddPasskey(gatehouse, challenge, made, stranger), 'InvalidToken');
  }
  await succeed(adminAddPasskey(gatehouse, challenge, made, { token }));
  expect(await factors(email)).toHaveLength(2);
});

test('R83: a step to set up a passkey ends after 5 minutes', async () => {
  const { token, challenge, options } = await begun();
  await gatehouse.sql("UPDATE factor_challenges SET expires_at = now() - interval '1 second'");
  await refusal(adminAddPasskey(gatehouse, challenge, softPasskey(gatehouse.url).create(options), { token }), 'InvalidToken');
});

test('R85: nobody sets up the passkey of another person', async () => {
  const { passkey } = await adminWithPasskey(gatehouse, 'barbara@add-passkey.test');
  const { email, token, challenge, options } = await begun();
  const answer = await refusal(adminAddPasskey(gatehouse, challenge, passkey.create(options), { token }), 'InvalidCredentials');
  expect(answer).toMatchObject(REFUSED);
  expect(await factors(email)).toEqual([]);
});

test('a device says at most ten ways to reach it', async () => {
  const { token, challenge, options } = await begun();
  const withTransports = (count: number) => {
    const made = JSON.parse(softPasskey(gatehouse.url).create(options));
    return JSON.stringify({ ...made, response: { ...made.response, transports: Array(count).fill('usb') } });
  };
  const tooMany = withTransports(MOST_TRANSPORTS + 1);
  const { issues } = await refusal(adminAddPasskey(gatehouse, challenge, tooMany, { token }), 'InvalidInput');
  expect(issues.map(({ code }) => code)).toEqual(['MALFORMED']);
  await succeed(adminAddPasskey(gatehouse, challenge, withTransports(MOST_TRANSPORTS), { token }));
});
