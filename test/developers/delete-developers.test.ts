import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { addAdmin, createPortal, decide, deleteDevelopers, openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  bearer,
  developerId,
  logIn,
  mailedToken,
  mailsTo,
  requestPasswordReset,
  resetPassword,
  setPassword,
  signUp,
  verifiedPerson,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const DELETED = (id: string) => ({ __typename: 'DeleteDevelopersSuccess', results: [{ id, error: null }] });

beforeEach(async () => {
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
});

test('deleting a registration frees its address, for anyone', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'free@delete.test', admin);
  expect(await deleteDevelopers(gatehouse, [id], admin)).toEqual(DELETED(id));
  await gatehouse.sql('DELETE FROM mail_bounds');
  await signUp(gatehouse, email, { fullName: 'Somebody Else' });
  expect(mailsTo(gatehouse, email)).toHaveLength(1 + 1);
  const { passwordToken } = await succeed(verifyEmail(gatehouse, await mailedToken(gatehouse, email)), 'passwordToken');
  expect(passwordToken).toBeTruthy();
  expect(await developerId(gatehouse, email)).not.toBe(id);
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'InvalidCredentials' });
});

test('the answer names the person who was deleted, and nobody out of reach', async () => {
  const { id, email } = await verifiedPerson(gatehouse, 'named@delete.test');
  await createPortal(gatehouse, 'named', admin);
  const away = await addAdmin(gatehouse, 'away@delete.test', 'OWNER', 'named');
  const document = `mutation($input: DeleteDevelopersInput!) {
    deleteDevelopers(input: $input) { ... on DeleteDevelopersSuccess { results { email fullName error { __typename } } } } }`;
  const answerTo = async (token: string) => (await gatehouse.graphql(document, { input: { ids: [id] } }, { token })).data;
  const nobody = { email: null, fullName: null, error: { __typename: 'NotFound' } };
  expect(await answerTo(away)).toEqual({ deleteDevelopers: { results: [nobody] } });
  const deleted = { email, fullName: 'Ada Lovelace', error: null };
  expect(await answerTo(admin)).toEqual({ deleteDevelopers: { results: [deleted] } });
});

test('its decisions stay under the bare id; nothing else of the person does', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'forgotten@delete.test', admin);
  await gatehouse.sql("UPDATE developers SET full_name = 'Forgotten Person' WHERE id = $1", [id]);
  const token = await bearer(gatehouse, email);
  await decide(gatehouse, 'revoke', [id], admin, { reason: 'contract ended' });
  await decide(gatehouse, 'reinstate', [id], admin);
  await signUp(gatehouse, email);
  await gatehouse.drain();
  await deleteDevelopers(gatehouse, [id], admin);
  expect(await gatehouse.sql('SELECT "to", reason FROM decisions WHERE developer_id = $1 ORDER BY id', [id])).toEqual([
    { to: 'APPROVED', reason: null },
    { to: 'REVOKED', reason: 'contract ended' },
    { to: 'APPROVED', reason: null },
  ]);
  expect(await whoAmI(gatehouse, { token })).toBeNull();
  const tables = ['developers', 'tokens', 'sessions', 'decisions', 'jobs', 'portals', 'admins', 'new_request_notices'];
  for (const table of tables) {
    const rows = await gatehouse.sql<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
    expect(rows.filter(({ row }) => /forgotten/i.test(row))).toEqual([]);
  }
  expect(await gatehouse.sql('SELECT 1 FROM tokens WHERE developer_id = $1', [id])).toEqual([]);
  expect(await gatehouse.sql('SELECT 1 FROM sessions WHERE developer_id = $1', [id])).toEqual([]);
});

test('a registration of any status can be deleted, also an unverified one, and a person with a verified address is told', async () => {
  await signUp(gatehouse, 'unverified@delete.test');
  await gatehouse.drain();
  const unverified = { id: await developerId(gatehouse, 'unverified@delete.test') };
  const pending = await verifiedPerson(gatehouse, 'pending@delete.test');
  const rejected = await verifiedPerson(gatehouse, 'rejected@delete.test');
  await decide(gatehouse, 'reject', [rejected.id], admin);
  const revoked = await approvedPerson(gatehouse, 'revoked@delete.test', admin);
  await decide(gatehouse, 'revoke', [revoked.id], admin);
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
  const ids = [unverified, pending, rejected, revoked].map(({ id }) => id);
  expect(await deleteDevelopers(gatehouse, ids, admin)).toMatchObject({ results: ids.map((id) => ({ id, error: null })) });
  expect(await gatehouse.sql('SELECT 1 FROM developers WHERE id = ANY($1)', [ids])).toEqual([]);
  await gatehouse.drain();
  const told = gatehouse.inbox.mails.map(({ recipients, subject }) => `${recipients}: ${subject}`);
  expect(told.toSorted()).toEqual(
    ['pending', 'rejected', 'revoked'].map((name) => `${name}@delete.test: Your account at demo portal was deleted`),
  );
});

test('each id on its own; of parallel deletions one succeeds', async () => {
  const { id } = await verifiedPerson(gatehouse, 'once@delete.test');
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => succeed(deleteDevelopers(gatehouse, [id, 'no id', id], admin))),
  );
  const notFound = { __typename: 'NotFound', message: 'There is no such registration.' };
  const results = answers.map(({ results }) => results.map(({ error }) => error));
  expect(results.filter((errors) => errors[0] === null)).toEqual([[null, notFound]]);
  expect(results.filter((errors) => errors[0] !== null)).toEqual(Array.from({ length: 9 }, () => [notFound, notFound]));
  const tooMany = Array.from({ length: 101 }, (_, at) => `${at}`);
  expect(await deleteDevelopers(gatehouse, tooMany, admin)).toMatchObject({ __typename: 'InvalidInput' });
});

test('R34: deleting needs an APPROVER or OWNER of that portal; out of reach is not found', async () => {
  await createPortal(gatehouse, 'second', admin);
  const { id } = await verifiedPerson(gatehouse, 'guarded@delete.test');
  const viewer = await addAdmin(gatehouse, 'viewer@delete.test', 'VIEWER', 'demo');
  const stranger = await addAdmin(gatehouse, 'stranger@delete.test', 'OWNER', 'second');
  const errorFor = async (token: string) =>
    (await succeed(deleteDevelopers(gatehouse, [id], token))).results[0]?.error?.__typename;
  expect([await errorFor(viewer), await errorFor(stranger)]).toEqual(['NotAllowed', 'NotFound']);
  expect(await developerId(gatehouse, 'guarded@delete.test')).toBe(id);
});

/** Signs up; the mail has its link, and waits. */
async function signUpUnmailed(email: string): Promise<void> {
  gatehouse.inbox.behaviour.refuseMail = { code: 451, message: 'later' };
  await signUp(gatehouse, email);
  await gatehouse.drain();
  gatehouse.inbox.behaviour.refuseMail = undefined;
  await gatehouse.sql("UPDATE jobs SET due_at = now(), last_error = NULL WHERE status = 'QUEUED'");
}

test('mails about a registration that was deleted meanwhile are not sent, and nothing fails', async () => {
  await signUpUnmailed('silent@delete.test');
  await deleteDevelopers(gatehouse, [await developerId(gatehouse, 'silent@delete.test')], admin);
  const { id } = await verifiedPerson(gatehouse, 'decided@delete.test');
  gatehouse.inbox.mails.length = 0;
  await decide(gatehouse, 'approve', [id], admin);
  await deleteDevelopers(gatehouse, [id], admin);
  await gatehouse.drain();
  expect(gatehouse.inbox.mails.map(({ subject }) => subject)).toEqual(['Your account at demo portal was deleted']);
  expect(await gatehouse.sql("SELECT name, last_error FROM jobs WHERE status <> 'DONE' AND due_at <= now()")).toEqual([]);
});

test('R9: against a reset of the password in the same moment, the deletion happens, and nobody gets an unexpected error', async () => {
  for (let round = 0; round < 8; round++) {
    const { id, email } = await approvedPerson(gatehouse, `reset-${round}@delete.test`, admin);
    await requestPasswordReset(gatehouse, email);
    const link = await mailedToken(gatehouse, email);
    const [reset, deleted] = await Promise.all([
      resetPassword(gatehouse, link, 'nine green kites landed'),
      setTimeout(round * 8).then(() => succeed(deleteDevelopers(gatehouse, [id], admin))),
    ]);
    expect(['ResetPasswordSuccess', 'InvalidToken']).toContain(reset.__typename);
    expect(deleted.results).toMatchObject([{ id, error: null }]);
    expect(await gatehouse.sql('SELECT FROM developers WHERE id = $1', [id])).toEqual([]);
  }
});

test('when two calls wait for each other’s rows, neither gets an unexpected error: the database ends one, and it starts again', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'crossed@delete.test', admin);
  await logIn(gatehouse, email);
  await requestPasswordReset(gatehouse, email);
  const link = await mailedToken(gatehouse, email);
  /** Holds rows that `act` reaches for after the developer, then reaches for the developer. */
  const crossed = <Result>(table: string, act: () => Promise<Result>) =>
    whileHeld(gatehouse.databaseUrl, `SELECT FROM ${table} WHERE developer_id = '${id}' FOR UPDATE`, act, (client) =>
      client.query('SELECT FROM developers WHERE id = $1 FOR UPDATE', [id]),
    );
  const reset = await crossed('tokens', () => resetPassword(gatehouse, link, 'nine green kites landed'));
  expect(reset).toMatchObject({ __typename: 'ResetPasswordSuccess' });
  await logIn(gatehouse, email, 'nine green kites landed');
  expect(await crossed('sessions', () => deleteDevelopers(gatehouse, [id], admin))).toMatchObject(DELETED(id));
});

test('whatever happens while a registration is deleted ends as if it had never been', async () => {
  const deletedDuring = <Result>(id: string, act: () => Promise<Result>) =>
    whileHeld(gatehouse.databaseUrl, 'LOCK TABLE developers IN ACCESS EXCLUSIVE MODE', act, (client) =>
      client.query('DELETE FROM developers WHERE id = $1', [id]),
    );

  const choosing = await verifiedPerson(gatehouse, 'choosing@delete.test');
  const set = await deletedDuring(choosing.id, () => setPassword(gatehouse, choosing.passwordToken));
  expect(set).toMatchObject({ __typename: 'InvalidToken' });

  await signUp(gatehouse, 'clicking@delete.test');
  const token = await mailedToken(gatehouse, 'clicking@delete.test');
  const clicking = await developerId(gatehouse, 'clicking@delete.test');
  expect(await deletedDuring(clicking, () => verifyEmail(gatehouse, token))).toMatchObject({ __typename: 'InvalidToken' });

  const entering = await approvedPerson(gatehouse, 'entering@delete.test', admin);
  const entered = await deletedDuring(entering.id, () => logIn(gatehouse, entering.email));
  expect(entered).toMatchObject({ __typename: 'InvalidCredentials' });

  for (const lock of ['ACCESS EXCLUSIVE', 'EXCLUSIVE']) {
    const resetting = await approvedPerson(gatehouse, `resetting-${lock.length}@delete.test`, admin);
    await requestPasswordReset(gatehouse, resetting.email);
    const link = await mailedToken(gatehouse, resetting.email);
    const reset = await whileHeld(
      gatehouse.databaseUrl,
      `LOCK TABLE developers IN ${lock} MODE`,
      () => resetPassword(gatehouse, link, 'nine green kites landed'),
      (client) => client.query('DELETE FROM developers WHERE id = $1', [resetting.id]),
    );
    expect(reset).toMatchObject({ __typename: 'InvalidToken' });
  }

  const inside = await approvedPerson(gatehouse, 'inside@delete.test', admin);
  const session = await bearer(gatehouse, inside.email);
  expect(await deletedDuring(inside.id, () => whoAmI(gatehouse, { token: session }))).toBeNull();

  const judged = await verifiedPerson(gatehouse, 'judged@delete.test');
  const { results } = await deletedDuring(judged.id, () => succeed(decide(gatehouse, 'approve', [judged.id], admin)));
  expect(results).toMatchObject([{ developer: null, error: { __typename: 'NotFound' } }]);

  await signUpUnmailed('mailed@delete.test');
  const mailed = await developerId(gatehouse, 'mailed@delete.test');
  await deletedDuring(mailed, () => gatehouse.drain());
  expect(mailsTo(gatehouse, 'mailed@delete.test')).toHaveLength(0);
  expect(await gatehouse.sql('SELECT name, last_error FROM jobs WHERE last_error IS NOT NULL')).toEqual([]);
});
