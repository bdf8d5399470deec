import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { connected, connectionsOf, deleteConnection, updateConnection, wayIn } from '../kit/connections.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', admin);
const SECRET = 'first secret of this client';

const row = async (id: string) => {
  const [found] = await gatehouse.sql<Record<string, unknown>>('SELECT * FROM sso_connections WHERE id = $1', [id]);
  return { ...found, updated_at: null };
};

/** A trial and an attempt that are under way, and a trial that is over. @returns the ids of those that are left */
async function begin(connectionId: string): Promise<() => Promise<string[]>> {
  const [open, over, attempt] = [randomUUID(), randomUUID(), randomUUID()];
  const trial = `INSERT INTO sso_trials (id, hash, connection_id, admin_id, expires_at, finished_at)
    SELECT $1, $2, $3, id, now() + interval '10 minutes', $4 FROM admins LIMIT 1`;
  await gatehouse.sql(trial, [open, Buffer.from(open), connectionId, null]);
  await gatehouse.sql(trial, [over, Buffer.from(over), connectionId, new Date()]);
  await gatehouse.sql(
    "INSERT INTO sso_attempts (id, hash, connection_id, expires_at) VALUES ($1, $2, $3, now() + interval '10 minutes')",
    [attempt, Buffer.from(attempt), connectionId],
  );
  const names = new Map<string, string>([
    [open, 'trial under way'],
    [over, 'trial that is over'],
    [attempt, 'attempt'],
  ]);
  return async () => {
    const ids = await gatehouse.sql<{ id: string }>(
      'SELECT id FROM sso_trials WHERE connection_id = $1 UNION ALL SELECT id FROM sso_attempts WHERE connection_id = $1',
      [connectionId],
    );
    return ids.flatMap(({ id }) => names.get(id) ?? []).sort();
  };
}

test('it changes what is named and leaves the rest', async () => {
  const id = await connected(gatehouse, { clientSecret: SECRET, scopes: ['openid', 'groups'], enabled: true }, admin);
  const before = await row(id);
  for (const nothing of [{}, { label: null, issuer: null, scopes: null, claims: null, enabled: null, approval: null }]) {
    expect((await updateConnection(gatehouse, id, nothing, admin)).__typename).toBe('UpdateSsoConnectionSuccess');
    expect(await row(id)).toEqual(before);
  }
  const { connection } = await succeed(
    updateConnection(
      gatehouse,
      id,
      { label: ' Renamed ', claims: { groups: 'roles' }, emailDomains: ['Corp.test'], approval: 'RULES', enabled: false },
      admin,
    ),
  );
  expect(connection).toMatchObject({
    label: 'Renamed',
    claims: { name: 'name', email: 'email', groups: 'roles' },
    emailDomains: ['corp.test'],
    approval: 'RULES',
    enabled: false,
    hasClientSecret: true,
  });
  expect(await row(id)).toEqual({
    ...before,
    label: 'Renamed',
    groups_claim: 'roles',
    email_domains: ['corp.test'],
    approval: 'RULES',
    enabled: false,
  });
  await updateConnection(gatehouse, id, { emailDomains: [], clientSecret: null }, admin);
  expect(await row(id)).toMatchObject({ email_domains: [], sealed_client_secret: null });
});

test.each([
  [{ issuer: 'https://1.1.1.1/other' }],
  [{ clientId: 'another' }],
  [{ clientSecret: 'another secret' }],
  [{ clientSecret: null }],
  [{ scopes: ['openid'] }],
  [{ claims: { name: 'nick' } }],
  [{ claims: { email: 'upn' } }],
  [{ claims: { groups: 'roles' } }],
])('a setting that a trial checked has to be tried again after a change: %j', async (change) => {
  const id = await wayIn(gatehouse, admin, { clientSecret: SECRET });
  const left = await begin(id);
  expect((await succeed(updateConnection(gatehouse, id, change, admin))).connection).toMatchObject({
    testedAt: null,
    enabled: true,
  });
  // What is under way was begun with other settings, and proves nothing of these.
  expect(await left()).toEqual(['trial that is over']);
});

test('a setting that no trial checks does not reset the trial, and neither does saving the same value', async () => {
  const id = await wayIn(gatehouse, admin);
  const left = await begin(id);
  const changes = {
    label: 'Other words',
    verifiedDomains: ['corp.test'],
    emailDomains: ['corp.test'],
    approval: 'EXISTING_ONLY' as const,
    enabled: false,
  };
  const same = {
    issuer: 'https://1.1.1.1/tenant',
    clientId: 'portal',
    clientSecret: null,
    scopes: ['openid', 'email', 'profile'],
    claims: { name: 'name', email: 'email', groups: 'groups' },
  };
  const { connection } = await succeed(updateConnection(gatehouse, id, { ...changes, ...same }, admin));
  expect(connection).toMatchObject({ ...changes, testedAt: expect.any(String) });
  expect(await left()).toHaveLength(3);
});

test('a change that is refused changes nothing', async () => {
  const id = await connected(gatehouse, {}, admin);
  const before = await row(id);
  const refused = [
    { issuer: 'https://localhost' },
    { issuer: 'http://1.1.1.1' },
    { scopes: ['email'] },
    { label: '' },
    { claims: { name: '' } },
  ];
  for (const change of refused) {
    const answer = await refusal(updateConnection(gatehouse, id, { clientId: 'changed', ...change }, admin), 'InvalidInput');
    expect([answer.__typename, answer.issues?.[0]?.path[0]]).toEqual(['InvalidInput', Object.keys(change)[0]]);
  }
  expect(await row(id)).toEqual(before);
});

test('R34: only an OWNER of its portal changes it; out of reach it is as if there were none', async () => {
  const id = await connected(gatehouse, {}, admin);
  const before = await row(id);
  const answerTo = async (token: string | undefined, named = id) =>
    (await updateConnection(gatehouse, named, { label: 'Taken over' }, token)).__typename;
  const none = [randomUUID(), 'no id', '\u0000'];
  const stranger = await addAdmin(gatehouse, 'owner-second@update.test', 'OWNER', 'second');
  for (const named of [id, ...none]) {
    expect(await answerTo(undefined, named)).toBe('NotAllowed');
    expect(await answerTo(stranger, named)).toBe('NotFound');
  }
  for (const named of none) expect(await answerTo(admin, named)).toBe('NotFound');
  const approver = await addAdmin(gatehouse, 'approver@update.test', 'APPROVER', 'demo');
  expect(await answerTo(approver)).toBe('NotAllowed');
  expect(await row(id)).toEqual(before);
  const owner = await addAdmin(gatehouse, 'owner@update.test', 'OWNER', 'demo');
  expect(await answerTo(owner)).toBe('UpdateSsoConnectionSuccess');
});

test('a connection that is deleted while somebody changes it is not found', async () => {
  const id = await connected(gatehouse, {}, admin);
  const answer = await whileHeld(
    gatehouse.databaseUrl,
    "SELECT 1 FROM portals WHERE slug = 'demo' FOR UPDATE",
    () => updateConnection(gatehouse, id, { label: 'Too late' }, admin),
    (client) => client.query('DELETE FROM sso_connections WHERE id = $1', [id]),
  );
  expect(answer.__typename).toBe('NotFound');
});

test('R67: a line in the log names the portal and the admin of each act', async () => {
  const id = await connected(gatehouse, {}, admin);
  gatehouse.logs.length = 0;
  await updateConnection(gatehouse, id, { label: 'Seen' }, admin);
  await deleteConnection(gatehouse, id, admin);
  await deleteConnection(gatehouse, id, admin);
  const lines = gatehouse.logs.map((text): Record<string, string> => JSON.parse(text)).filter(({ msg }) => msg === 'act');
  const uuid = expect.stringMatching(/^[\da-f-]{36}$/);
  expect(lines).toMatchObject([
    { act: 'updateSsoConnection', result: 'Success', portalId: uuid, adminId: uuid },
    { act: 'deleteSsoConnection', result: 'Success', portalId: uuid, adminId: uuid },
    { act: 'deleteSsoConnection', result: 'NotFound', adminId: uuid },
  ]);
});

test('failures are shown, the newest first, to admins alone', async () => {
  await createPortal(gatehouse, 'failing', admin);
  const id = await connected(gatehouse, { portal: 'failing', enabled: true }, admin);
  await gatehouse.sql(
    `INSERT INTO sso_failures (id, connection_id, reference, reason, detail, created_at)
     SELECT gen_random_uuid(), $1, 'ref-' || at, 'UNAVAILABLE', 'It did not answer.', now() - at * interval '1 minute'
     FROM generate_series(1, 25) AS at`,
    [id],
  );
  const [connection] = (await connectionsOf(gatehouse, { token: admin }, 'failing')) ?? [];
  expect(connection?.recentFailures.map(({ reference }) => reference)).toEqual(
    Array.from({ length: 25 }, (_, at) => `ref-${at + 1}`),
  );
  expect(connection?.recentFailures[0]).toEqual({
    reference: 'ref-1',
    reason: 'UNAVAILABLE',
    detail: 'It did not answer.',
    createdAt: expect.any(String),
  });
  expect(await connectionsOf(gatehouse, {}, 'failing')).toBeNull();
});
