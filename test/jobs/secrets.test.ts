import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '../../domain/ids.ts';
import { mailedToken, newSecret } from '../../domain/tokens/secrets.ts';
import { RING_PAUSE_MS } from '../../doorbell/ring.ts';
import { decide, openDemoPortal } from '../kit/admins.ts';
import { rowsAtRest, spellings } from '../kit/at-rest.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  bearer,
  logIn,
  mailsTo,
  setPassword,
  signUp,
  tokenIn,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const newKey = () => randomBytes(32).toString('base64');
const old = await startInstallation({ SECRET_KEY: newKey() }, gatehouse);
const rotated = await startInstallation(
  { SECRET_KEY: newKey(), SECRET_KEY_PREVIOUS: present(old.environment['SECRET_KEY']) },
  gatehouse,
);
const keyless = await startInstallation({ SECRET_KEY: newKey() }, gatehouse);
const admin = await openDemoPortal(gatehouse);

beforeEach(async () => {
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
});

test('R7: 1,000 tokens are all different, have 128 bits or more, and share no beginning', async () => {
  const emails = Array.from({ length: 100 }, (_, at) => `token-${at}@secrets.test`);
  await Promise.all(emails.map((email) => signUp(gatehouse, email)));
  await gatehouse.drain();
  const mailed = gatehouse.inbox.mails.map(tokenIn);
  const answers = await Promise.all(mailed.map((token) => succeed(verifyEmail(gatehouse, token), 'passwordToken')));
  const created = answers.map(({ passwordToken }) => passwordToken);
  // The others come from where these came from, without the mail.
  const { keys } = gatehouse.app;
  const more = Array.from({ length: 400 }, () => [mailedToken(keys, 'VERIFY_EMAIL', newId()), newSecret()]).flat();
  const tokens = [...mailed, ...created, ...more];
  expect([tokens.length, new Set(tokens).size]).toEqual([1_000, 1_000]);
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  expect(tokens.filter((token) => /[\da-f]{8}-[\da-f]{4}-/.test(token))).toEqual([]);
  // By chance alone a few share three characters; none a tag.
  for (const length of [3, 4]) {
    for (const part of [(token: string) => token.slice(0, length), (token: string) => token.slice(-length)]) {
      const groups = [...Map.groupBy(tokens, part).values()];
      expect(Math.max(...groups.map((group) => group.length))).toBeLessThan(6);
    }
  }
});

test('R8: no token, session or password rests in the database, in the queue or in the log', async () => {
  const secrets: string[] = [];
  for (let at = 0; at < 10; at++) {
    const email = `rest-${at}@secrets.test`;
    const { passwordToken, verificationToken, id } = await verifiedPerson(gatehouse, email);
    secrets.push(passwordToken, verificationToken);
    if (at % 2) continue;
    const password = `otter lamp wind ${email}`;
    await setPassword(gatehouse, passwordToken, password);
    await decide(gatehouse, 'approve', [id], admin);
    secrets.push(await bearer(gatehouse, email, password), password);
  }
  expect(secrets.filter((secret) => secret.length < 20)).toEqual([]);
  const places = [await rowsAtRest(gatehouse), gatehouse.logs.join('')];
  for (const form of secrets.flatMap(spellings)) expect(places.map((place) => place.includes(form))).toEqual([false, false]);
  expect(places[1]).not.toMatch(/verify-email\?token/);
});

test('R58: a link made under the old key is mailed the same by a process that has the new one', async () => {
  gatehouse.inbox.behaviour.refuseMail = { code: 451, message: 'later' };
  gatehouse.inbox.refused.length = 0;
  await signUp(old, 'rotated@secrets.test');
  await old.drain();
  gatehouse.inbox.behaviour.refuseMail = undefined;
  await gatehouse.sql('UPDATE jobs SET due_at = now() WHERE finished_at IS NULL');
  await rotated.drain();
  const [first] = gatehouse.inbox.refused;
  const [second] = mailsTo(gatehouse, 'rotated@secrets.test');
  expect(tokenIn(second)).toBe(tokenIn(first));
  // Only the code by which a report is believed is made with the key of now.
  const withoutCode = (id: string | undefined) => present(id).replace(/\.[\w-]{16}@/, '@');
  expect(withoutCode(second?.messageId)).toBe(withoutCode(first?.messageId));
  // A link needs no key once it is mailed.
  expect(await verifyEmail(gatehouse, tokenIn(second))).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  // New links are made under the new key, and the old one knows nothing of them.
  await signUp(rotated, 'after@secrets.test');
  await rotated.drain();
  expect(tokenIn(mailsTo(gatehouse, 'after@secrets.test')[0])).toMatch(/^[\w-]{43}$/);
});

test('I1: a worker that has not the key of a link sends no mail, and does not call the job done', async () => {
  await signUp(gatehouse, 'keyless@secrets.test');
  await keyless.drain();
  // It cannot read what was asked for; and once that is answered, it cannot derive the link.
  const asked = "SELECT status, last_error FROM jobs WHERE name = 'answerStranger'";
  expect(await gatehouse.sql(asked)).toEqual([{ status: 'QUEUED', last_error: expect.any(String) }]);
  const again = "UPDATE jobs SET status = 'QUEUED', finished_at = NULL, due_at = now() WHERE last_error IS NOT NULL";
  await gatehouse.sql(again);
  gatehouse.inbox.behaviour.refuseMail = { code: 451, message: 'later' };
  await gatehouse.drain();
  gatehouse.inbox.behaviour.refuseMail = undefined;
  await gatehouse.sql(again);
  await keyless.drain();
  expect(mailsTo(gatehouse, 'keyless@secrets.test')).toHaveLength(0);
  const [job] = await gatehouse.sql<{ status: string; last_error: string }>(
    "SELECT status, last_error FROM jobs WHERE name = 'sendVerificationEmail' ORDER BY created_at DESC LIMIT 1",
  );
  expect(['QUEUED', 'FAILED']).toContain(job?.status);
  expect(job?.last_error).toEqual(expect.any(String));
  await gatehouse.sql(again);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'keyless@secrets.test')).toHaveLength(1);
});

test('R58, I3: a transaction that fails at its commit leaves no job, rings no bell and sends no mail', async () => {
  await gatehouse.sql(`CREATE FUNCTION refuse_to_commit() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'not today'; END $$`);
  const { id, verificationToken } = await verifiedPerson(gatehouse, 'rollback@secrets.test');
  await signUp(gatehouse, 'unverified-rollback@secrets.test');
  await gatehouse.drain();
  const unverified = tokenIn(mailsTo(gatehouse, 'unverified-rollback@secrets.test')[0]);
  await gatehouse.sql(`CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON jobs DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse_to_commit()`);
  // A ring of what came before may still be on its way.
  await setTimeout(2 * RING_PAUSE_MS);
  const before = await rowsAtRest(gatehouse);
  gatehouse.inbox.mails.length = 0;
  const acts: [string, object][] = [
    ['mutation($ids: [ID!]!) { result: approveDevelopers(input: { ids: $ids }) { __typename } }', { ids: [id] }],
    ['mutation($ids: [ID!]!) { result: rejectDevelopers(input: { ids: $ids, reason: "no" }) { __typename } }', { ids: [id] }],
    ['mutation($token: String!) { result: verifyEmail(input: { token: $token }) { __typename } }', { token: unverified }],
    [
      'mutation { result: updatePortal(input: { portal: "demo", autoApprove: true, applyToPending: true }) { __typename } }',
      {},
    ],
    [
      'mutation { result: signUp(input: { portal: "demo", email: "ghost@secrets.test", fullName: "Ghost" }) { __typename } }',
      {},
    ],
  ];
  for (const [document, variables] of acts) {
    const { data, errors } = await gatehouse.graphql(document, variables, { token: admin });
    expect([document, data, errors[0]?.extensions?.code]).toEqual([document, { result: null }, 'INTERNAL_SERVER_ERROR']);
  }
  expect(await rowsAtRest(gatehouse)).toBe(before);
  await gatehouse.sql('DROP TRIGGER refuse ON jobs');
  await gatehouse.drain();
  expect(gatehouse.inbox.mails).toHaveLength(0);
  // Nothing stands in the way of doing it now.
  expect(await verifyEmail(gatehouse, unverified)).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  expect(await verifyEmail(gatehouse, verificationToken)).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  expect(await decide(gatehouse, 'approve', [id], admin)).toMatchObject({ results: [{ developer: { status: 'APPROVED' } }] });
});

test('R62, R64: a queue whose tables are gone delays nothing and loses nothing', async () => {
  const { email } = await approvedPerson(gatehouse, 'noqueue@secrets.test', admin);
  await gatehouse.sql('ALTER SCHEMA bullmq RENAME TO bullmq_away');
  const start = performance.now();
  await signUp(gatehouse, 'without-queue@secrets.test');
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'LogInSuccess' });
  expect(performance.now() - start).toBeLessThan(2_000);
  await gatehouse.drain();
  await gatehouse.sql('ALTER SCHEMA bullmq_away RENAME TO bullmq');
  expect(mailsTo(gatehouse, 'without-queue@secrets.test')).toHaveLength(1);
});
