import { createHmac, hash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { PASSKEY_LOG_IN_MS } from '../../domain/passkeys/stranger-challenge.ts';
import { AdminLogInWithPasskeyDocument } from '../generated/operations.ts';
import { adminId, openDemoPortal, whichAdminAmI } from '../kit/admins.ts';
import { type Lies, type SoftPasskey, softPasskey } from '../kit/authenticator.ts';
import { comparable } from '../kit/graphql.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import {
  adminLogInWithPasskey,
  adminPasskeyLogIn,
  adminStartPasskeyLogIn,
  allowPasskeys,
  givenPasskey,
  startPasskeyLogIn,
} from '../kit/passkeys.ts';
import { approvedPerson } from '../kit/people.ts';

const REFUSED = { message: 'This passkey was not accepted here. Choose another one, or log in another way.' };
const ENDED = { message: 'This log-in with a passkey took too long, or it was used already. Try again.' };

const gatehouse = await startInstallation();
const other = await startInstallation();
const token = await openDemoPortal(gatehouse);
await allowPasskeys(gatehouse);
const owner = { adminId: await adminId(gatehouse, ADMIN.email) };
const passkey = await givenPasskey(gatehouse, owner);

const sessions = async () => (await gatehouse.sql('SELECT id FROM admin_sessions')).length;
const challengesUsed = async () => (await gatehouse.sql('SELECT hash FROM used_passkey_challenges')).length;

const copies = async () => (await gatehouse.sql("SELECT id FROM events WHERE type = 'passkey.copy-refused'")).length;
const rows = async () => {
  const tables = ['used_passkey_challenges', 'factor_challenges', 'admin_sessions', 'events', 'jobs', 'throttles'];
  return JSON.stringify(await Promise.all(tables.map((table) => gatehouse.sql(`SELECT count(*) FROM ${table}`))));
};

/** The passkey signs this challenge, whatever it is. */
const answerTo = (challenge: string) => {
  const options = JSON.stringify({ challenge: hash('sha256', challenge, 'base64url'), rpId: 'localhost' });
  return adminLogInWithPasskey(gatehouse, { challenge, passkey: passkey.get(options) });
};

/** A challenge as the server makes them. */
function signedUntil(ms: number): string {
  const body = Buffer.concat([randomBytes(16), Buffer.alloc(6)]);
  body.writeUIntBE(ms, 16, 6);
  const mac = createHmac('sha256', gatehouse.app.keys.passkeyChallenges).update('admins').update(body).digest();
  return Buffer.concat([body, mac]).toString('base64url');
}

async function postedAnswer(passkey: SoftPasskey, lies: Lies = {}) {
  const { challenge, options } = await succeed(adminStartPasskeyLogIn(gatehouse));
  const input = { challenge, passkey: passkey.get(options, lies) };
  return comparable(await gatehouse.graphql(AdminLogInWithPasskeyDocument, { input }));
}

test('a passkey logs an admin in, without a password, and counts as both factors', async () => {
  const { token, admin } = await succeed(adminPasskeyLogIn(gatehouse, passkey), 'token');
  expect(admin.email).toBe(ADMIN.email);
  expect(await whichAdminAmI(gatehouse, { token })).toBe(ADMIN.email);
  const [session] = await gatehouse.sql('SELECT method, second_factor FROM admin_sessions ORDER BY id DESC LIMIT 1');
  expect(session).toEqual({ method: 'PASSKEY', second_factor: 'PASSKEY' });
});

const forgeLast = (signature: Buffer) => Buffer.from(signature.with(signature.length - 1, (signature.at(-1) ?? 0) ^ 1));

const attacks: [string, Lies][] = [
  ['R80: signed for a page of another origin', { origin: 'https://evil.test' }],
  ['R80: signed for another port of the host', { origin: 'http://localhost:1' }],
  ['R80: signed in a frame of another site', { crossOrigin: true }],
  ['R81: signed for another site', { rpId: 'evil.test' }],
  ['R82: signed without asking for a PIN or a fingerprint', { isVerified: false }],
  ['R82: signed without a person', { isPresent: false }],
  ['R83: signed for another challenge', { challenge: 'A'.repeat(43) }],
  ['R84: with an altered signature', { forge: forgeLast }],
  ['R84: with an empty signature', { forge: () => Buffer.alloc(0) }],
  ['R84: that was signed to set up a passkey', { type: 'webauthn.create' }],
  ['R85: that says it is of another person', { userHandle: Buffer.alloc(16).toString('base64url') }],
  ['R85: that does not say whose it is', { userHandle: null }],
];

test.each(attacks)('%s, a passkey opens no session', async (_, lies) => {
  const before = await sessions();
  expect(await refusal(adminPasskeyLogIn(gatehouse, passkey, lies), 'InvalidCredentials')).toMatchObject(REFUSED);
  expect(await sessions()).toBe(before);
});

test('R83: a challenge counts once, also when it is sent several times at the same moment', async () => {
  const { challenge, options } = await succeed(adminStartPasskeyLogIn(gatehouse));
  const answer = { challenge, passkey: passkey.get(options) };
  const before = await sessions();
  const results = await Promise.all(Array.from({ length: 5 }, () => adminLogInWithPasskey(gatehouse, answer)));
  expect(results.map(({ __typename }) => __typename).toSorted()).toEqual([
    'AdminLogInWithPasskeySuccess',
    ...Array(4).fill('InvalidToken'),
  ]);
  expect(await refusal(adminLogInWithPasskey(gatehouse, answer), 'InvalidToken')).toMatchObject(ENDED);
  expect(await sessions()).toBe(before + 1);
  // A replay is not taken for a copy of the passkey.
  expect(await gatehouse.sql("SELECT id FROM events WHERE type = 'passkey.copy-refused'")).toEqual([]);
});

test('R83: a passkey that signed another challenge of ours does not open a session with this one', async () => {
  const [mine, other] = [await succeed(adminStartPasskeyLogIn(gatehouse)), await succeed(adminStartPasskeyLogIn(gatehouse))];
  const answer = { challenge: mine.challenge, passkey: passkey.get(other.options) };
  expect(await refusal(adminLogInWithPasskey(gatehouse, answer), 'InvalidCredentials')).toMatchObject(REFUSED);
});

test('R83: a challenge of a portal is nothing to the log-in of admins', async () => {
  const { challenge, options } = await succeed(startPasskeyLogIn(gatehouse));
  expect(
    await refusal(adminLogInWithPasskey(gatehouse, { challenge, passkey: passkey.get(options) }), 'InvalidToken'),
  ).toMatchObject(ENDED);
});

test('R83: a challenge that was made up, altered or cut is nothing, nor is that of another installation', async () => {
  const { challenge } = await succeed(adminStartPasskeyLogIn(gatehouse));
  const { challenge: foreign } = await succeed(adminStartPasskeyLogIn(other));
  const later = Buffer.from(challenge, 'base64url');
  later.writeUIntBE(later.readUIntBE(16, 6) + 86_400_000, 16, 6);
  for (const token of [
    '',
    'A'.repeat(72),
    challenge.slice(1),
    `${challenge}A`,
    `${challenge}=`,
    later.toString('base64url'),
    foreign,
  ]) {
    expect([token, await refusal(answerTo(token), 'InvalidToken')]).toEqual([token, expect.objectContaining(ENDED)]);
  }
  await succeed(answerTo(challenge));
});

test('R83: a challenge ends after 10 minutes', async () => {
  const { expiresAt } = await succeed(adminStartPasskeyLogIn(gatehouse));
  const [left] = await gatehouse.sql<{ ms: number }>('SELECT extract(epoch FROM $1 - now())::float8 * 1000 AS ms', [expiresAt]);
  expect(left?.ms).toBeGreaterThan(PASSKEY_LOG_IN_MS - 5_000);
  expect(left?.ms).toBeLessThanOrEqual(PASSKEY_LOG_IN_MS);
  expect(await refusal(answerTo(signedUntil(Date.now() - 1_000)), 'InvalidToken')).toMatchObject(ENDED);
  await succeed(answerTo(signedUntil(Date.now() + 60_000)));
});

test('R83: used challenges are forgotten when they have ended', async () => {
  await succeed(adminPasskeyLogIn(gatehouse, passkey));
  expect(await challengesUsed()).toBeGreaterThan(0);
  await gatehouse.sql("UPDATE used_passkey_challenges SET expires_at = now() - interval '1 second'");
  await gatehouse.purge();
  expect(await challengesUsed()).toBe(0);
});

test('R86: a count of signatures that does not grow is a copy of the passkey: refused, and in the audit log', async () => {
  const copied = await givenPasskey(gatehouse, owner);
  await succeed(adminPasskeyLogIn(gatehouse, copied, { signCount: 7 }));
  for (const signCount of [7, 6, 0]) {
    expect(await refusal(adminPasskeyLogIn(gatehouse, copied, { signCount }), 'InvalidCredentials')).toMatchObject(REFUSED);
  }
  const events = await gatehouse.sql(
    `SELECT actor_kind, subject_kind, subject_id, portal_id, data = jsonb_build_object('secondFactorId', factor.id) AS "isOfIt"
     FROM events, second_factors factor WHERE type = 'passkey.copy-refused' AND credential_id = $1`,
    [Buffer.from(copied.id, 'base64url')],
  );
  const event = { actor_kind: 'SYSTEM', subject_kind: 'ADMIN', subject_id: owner.adminId, portal_id: null, isOfIt: true };
  expect(events).toEqual([event, event, event]);
  await succeed(adminPasskeyLogIn(gatehouse, copied, { signCount: 8 }));
});

test('R86: a wrong signature with an old count says nothing of a copy', async () => {
  const known = await givenPasskey(gatehouse, owner);
  await succeed(adminPasskeyLogIn(gatehouse, known, { signCount: 7 }));
  const before = await copies();
  await refusal(adminPasskeyLogIn(gatehouse, known, { signCount: 1, forge: forgeLast }), 'InvalidCredentials');
  expect(await copies()).toBe(before);
});

test('a passkey that is synced between devices counts nothing, and logs in again and again', async () => {
  const synced = await givenPasskey(gatehouse, owner, { isSynced: true });
  await succeed(adminPasskeyLogIn(gatehouse, synced));
  await succeed(adminPasskeyLogIn(gatehouse, synced));
  const [row] = await gatehouse.sql(
    'SELECT is_synced, last_used_at IS NOT NULL AS used FROM second_factors WHERE credential_id = $1',
    [Buffer.from(synced.id, 'base64url')],
  );
  expect(row).toEqual({ is_synced: true, used: true });
});

test('R87: an unknown passkey, that of a developer and one that was removed get the answer of a wrong signature', async () => {
  const developer = await approvedPerson(gatehouse, 'ada@passkeys.test', token);
  const removed = await givenPasskey(gatehouse, owner);
  await gatehouse.sql('DELETE FROM second_factors WHERE credential_id = $1', [Buffer.from(removed.id, 'base64url')]);
  const passkeys = [
    softPasskey(gatehouse.url, { personId: owner.adminId }),
    await givenPasskey(gatehouse, { developerId: developer.id }),
    removed,
  ];
  const answers = [
    await postedAnswer(passkey, { forge: forgeLast }),
    ...(await Promise.all(passkeys.map((one) => postedAnswer(one)))),
  ];
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]?.body).toContain('InvalidCredentials');
});

test('R87: neither step of a stranger writes a row', async () => {
  const before = await rows();
  await postedAnswer(softPasskey(gatehouse.url));
  await postedAnswer(passkey, { forge: forgeLast });
  await refusal(answerTo('A'.repeat(72)), 'InvalidToken');
  expect(await rows()).toBe(before);
});

test('a log-in with a passkey ends the session that the browser held', async () => {
  const { token: held } = await succeed(adminPasskeyLogIn(gatehouse, passkey), 'token');
  const { challenge, options } = await succeed(adminStartPasskeyLogIn(gatehouse));
  await succeed(adminLogInWithPasskey(gatehouse, { challenge, passkey: passkey.get(options) }, { token: held }));
  expect(await whichAdminAmI(gatehouse, { token: held })).toBeNull();
});

test('pages of other origins cannot begin or end a log-in', async () => {
  const elsewhere = { headers: { origin: 'https://evil.test' } };
  await refusal(adminStartPasskeyLogIn(gatehouse, elsewhere), 'NotAllowed');
  const { challenge, options } = await succeed(adminStartPasskeyLogIn(gatehouse));
  await refusal(adminLogInWithPasskey(gatehouse, { challenge, passkey: passkey.get(options) }, elsewhere), 'NotAllowed');
});

test.each(['', 'null', '[]', '{}', '{"id":1}', 'not JSON', '{"id":"a","rawId":"a","type":"password","response":{}}'])(
  'what is no passkey is said to be none: %s',
  async (text) => {
    const { challenge } = await succeed(adminStartPasskeyLogIn(gatehouse));
    const { issues } = await refusal(adminLogInWithPasskey(gatehouse, { challenge, passkey: text }), 'InvalidInput');
    expect(issues.map(({ path, code }) => [path, code])).toEqual([[['passkey'], 'MALFORMED']]);
  },
);
