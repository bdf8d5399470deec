import { expect, test } from 'vitest';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { type Lies, softPasskey } from '../kit/authenticator.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { addPasskey, personWithPasskey, startPasskey } from '../kit/own-passkeys.ts';
import { linkFor } from '../kit/own-second-factors.ts';
import { allowPasskeys, passkeyLogIn } from '../kit/passkeys.ts';
import { bearer, lastMailTo, loggedInPerson, whoAmI } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);
await allowPasskeys(gatehouse);
await allowPasskeys(gatehouse, 'other');
let people = 0;

async function begun() {
  people += 1;
  const email = `person${people}@add-passkey.test`;
  const { id, token } = await loggedInPerson(gatehouse, email, admin);
  return { id, email, token, ...(await succeed(startPasskey(gatehouse, { token: await linkFor(gatehouse, email, token) }))) };
}

test('the first passkey comes with recovery codes, ends the other sessions, and is told by email', async () => {
  const { id, email, token, challenge, options } = await begun();
  const elsewhere = await bearer(gatehouse, email);
  const passkey = softPasskey(gatehouse.url);
  const added = await succeed(addPasskey(gatehouse, challenge, passkey.create(options), { token }), 'recoveryCodes');
  expect(added).toMatchObject({ secondFactor: { kind: 'PASSKEY', name: 'My laptop' } });
  expect(added.recoveryCodes).toHaveLength(10);
  expect(await whoAmI(gatehouse, { token })).toBe(email);
  expect(await whoAmI(gatehouse, { token: elsewhere })).toBeNull();
  await gatehouse.drain();
  expect(lastMailTo(gatehouse, email).text).toContain('second factor');
  const events = await gatehouse.sql("SELECT data FROM events WHERE type = 'second-factor.added' AND subject_id = $1", [id]);
  expect(events).toEqual([{ data: { factorId: added.secondFactor.id, kind: 'PASSKEY' } }]);
  await succeed(passkeyLogIn(gatehouse, passkey));
});

const attacks: [string, Lies][] = [
  ['R80: made for a page of another origin', { origin: 'https://evil.test' }],
  ['R81: made for another site', { rpId: 'evil.test' }],
  ['R82: made without asking for a PIN or a fingerprint', { isVerified: false }],
  ['R83: made for another challenge', { challenge: 'A'.repeat(43) }],
];

test.each(attacks)('%s, a passkey is not set up', async (_, lies) => {
  const { token, challenge, options } = await begun();
  const made = softPasskey(gatehouse.url).create(options, lies);
  await refusal(addPasskey(gatehouse, challenge, made, { token }), 'InvalidCredentials');
});

test('R33, R83: a step of one portal, and of another session, is nothing', async () => {
  const { token, challenge, options } = await begun();
  const made = softPasskey(gatehouse.url).create(options);
  await refusal(addPasskey(gatehouse, challenge, made, { token }, 'other'), 'InvalidToken');
  const own = await personWithPasskey(gatehouse, 'ada@add-passkey.test', admin);
  const proof = { recoveryCode: own.recoveryCodes[0] ?? null };
  const begunAgain = await succeed(startPasskey(gatehouse, { proof }, { token: own.token }));
  const another = softPasskey(gatehouse.url).create(begunAgain.options);
  await refusal(addPasskey(gatehouse, begunAgain.challenge, another, { token }), 'InvalidToken');
  await succeed(addPasskey(gatehouse, begunAgain.challenge, another, { token: own.token }));
});

test('R85: nobody sets up the passkey of another person', async () => {
  const { passkey } = await personWithPasskey(gatehouse, 'barbara@add-passkey.test', admin);
  const { token, challenge, options } = await begun();
  await refusal(addPasskey(gatehouse, challenge, passkey.create(options), { token }), 'InvalidCredentials');
});
