import { expect, test } from 'vitest';
import { LogInWithPasskeyDocument } from '../generated/operations.ts';
import { createPortal, decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { type Lies, softPasskey } from '../kit/authenticator.ts';
import { comparable, sessionCookie } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { registration } from '../kit/own-registration.ts';
import { allowPasskeys, givenPasskey, logInWithPasskey, passkeyLogIn, startPasskeyLogIn } from '../kit/passkeys.ts';
import { approvedPerson, registeredPerson, whoAmI } from '../kit/people.ts';

const REFUSED = { message: 'This passkey was not accepted here. Choose another one, or log in another way.' };

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);
await createPortal(gatehouse, 'without', admin);
await allowPasskeys(gatehouse, 'demo');
await allowPasskeys(gatehouse, 'other');
const { id: developerId, email } = await approvedPerson(gatehouse, 'ada@passkeys.test', admin);
const passkey = await givenPasskey(gatehouse, { developerId });

test('a passkey logs a developer in, without a password, and counts as both factors', async () => {
  const { token, developer } = await succeed(passkeyLogIn(gatehouse, passkey), 'token', 'deviceToken');
  expect(developer.email).toBe(email);
  expect(await whoAmI(gatehouse, { token })).toBe(email);
  const [session] = await gatehouse.sql('SELECT method, second_factor FROM sessions ORDER BY id DESC LIMIT 1');
  expect(session).toEqual({ method: 'PASSKEY', second_factor: 'PASSKEY' });
});

test('a browser gets the session as a cookie', async () => {
  const { challenge, options } = await succeed(startPasskeyLogIn(gatehouse));
  const input = { portal: 'demo', challenge, passkey: passkey.get(options) };
  const { headers, data } = await gatehouse.graphql(LogInWithPasskeyDocument, { input });
  expect(data.logInWithPasskey).toMatchObject({ __typename: 'LogInWithPasskeySuccess', token: null, deviceToken: null });
  expect(await whoAmI(gatehouse, { cookie: sessionCookie(headers) })).toBe(email);
});

const attacks: [string, Lies][] = [
  ['R80: signed for a page of another origin', { origin: 'https://evil.test' }],
  ['R81: signed for another site', { rpId: 'evil.test' }],
  ['R82: signed without asking for a PIN or a fingerprint', { isVerified: false }],
  ['R83: signed for another challenge', { challenge: 'A'.repeat(43) }],
  ['R84: with an altered signature', { forge: (signature) => Buffer.from(signature.with(9, (signature[9] ?? 0) ^ 1)) }],
  ['R85: that says it is of another person', { userHandle: Buffer.alloc(16).toString('base64url') }],
];

test.each(attacks)('%s, a passkey opens no session', async (_, lies) => {
  expect(await refusal(passkeyLogIn(gatehouse, passkey, lies), 'InvalidCredentials')).toMatchObject(REFUSED);
});

test('R33: a passkey of one portal is worth nothing at another, also at the same host', async () => {
  expect(await refusal(passkeyLogIn(gatehouse, passkey, {}, 'other'), 'InvalidCredentials')).toMatchObject(REFUSED);
});

test('R83: a challenge of one portal is nothing at another', async () => {
  const { challenge, options } = await succeed(startPasskeyLogIn(gatehouse, 'other'));
  await refusal(logInWithPasskey(gatehouse, { challenge, passkey: passkey.get(options) }), 'InvalidToken');
});

test('R86: a count of signatures that does not grow is refused, and is in the audit log of the portal', async () => {
  const copied = await givenPasskey(gatehouse, { developerId });
  await succeed(passkeyLogIn(gatehouse, copied, { signCount: 7 }));
  expect(await refusal(passkeyLogIn(gatehouse, copied, { signCount: 7 }), 'InvalidCredentials')).toMatchObject(REFUSED);
  const events = await gatehouse.sql(
    `SELECT subject_id, portal_id = (SELECT id FROM portals WHERE slug = 'demo') AS "isOfPortal" FROM events
     WHERE type = 'passkey.copy-refused'`,
  );
  expect(events).toEqual([{ subject_id: developerId, isOfPortal: true }]);
});

test('R4, R87: only a right signature tells the status of a registration', async () => {
  const { id } = await registeredPerson(gatehouse, 'waits@passkeys.test');
  const waiting = await givenPasskey(gatehouse, { developerId: id });
  const forge = (signature: Buffer) => Buffer.from(signature.with(9, (signature[9] ?? 0) ^ 1));
  const posted = async (challenge: string, text: string) =>
    comparable(await gatehouse.graphql(LogInWithPasskeyDocument, { input: { portal: 'demo', challenge, passkey: text } }));
  const answers = [];
  for (const one of [waiting, passkey, softPasskey(gatehouse.url, { personId: id })]) {
    const { challenge, options } = await succeed(startPasskeyLogIn(gatehouse));
    answers.push(JSON.stringify(await posted(challenge, one.get(options, { forge }))));
  }
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('InvalidCredentials');
  const refused = await refusal(passkeyLogIn(gatehouse, waiting), 'NotApproved');
  expect(refused.status).toBe('PENDING');
  expect(await registration(gatehouse, refused.statusToken)).toMatchObject({ status: 'PENDING' });
  await decide(gatehouse, 'reject', [id], admin);
  expect(await refusal(passkeyLogIn(gatehouse, waiting), 'NotApproved')).toMatchObject({ status: 'REJECTED' });
});

test('a portal that has switched passkeys or passwords off accepts no passkey', async () => {
  const { challenge, options } = await succeed(startPasskeyLogIn(gatehouse));
  const answer = { challenge, passkey: passkey.get(options) };
  await refusal(logInWithPasskey(gatehouse, { portal: 'without', ...answer }), 'NotAllowed');
  await gatehouse.sql("UPDATE portals SET password_login = false WHERE slug = 'other'");
  await refusal(logInWithPasskey(gatehouse, { portal: 'other', ...answer }), 'PasswordLoginOff');
});

test('the pages of a portal with a URL of its own have passkeys of that host, at the origins of the portal', async () => {
  await createPortal(gatehouse, 'own', admin);
  await allowPasskeys(gatehouse, 'own');
  const urls = {
    publicUrl: 'https://accounts.own.test/pages',
    catalogUrl: 'https://accounts.own.test/catalog',
    origins: ['https://app.own.test'],
  };
  await succeed(updatePortal(gatehouse, { portal: 'own', ...urls }, admin));
  const { id } = await approvedPerson(gatehouse, 'ada@own.test', admin);
  await gatehouse.sql("UPDATE developers SET portal_id = (SELECT id FROM portals WHERE slug = 'own') WHERE id = $1", [id]);
  const { options } = await succeed(startPasskeyLogIn(gatehouse, 'own'));
  expect(JSON.parse(options).rpId).toBe('accounts.own.test');
  for (const origin of ['https://accounts.own.test', 'https://app.own.test']) {
    await succeed(passkeyLogIn(gatehouse, await givenPasskey(gatehouse, { developerId: id }, { origin }), {}, 'own'));
  }
  for (const origin of [gatehouse.url, 'https://evil.test']) {
    const elsewhere = await givenPasskey(gatehouse, { developerId: id }, { origin });
    await refusal(passkeyLogIn(gatehouse, elsewhere, {}, 'own'), 'InvalidCredentials');
  }
});
