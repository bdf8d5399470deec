import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { connected } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

test('rows that log-ins with SSO leave behind are removed, and nothing else', async () => {
  const { id: developerId } = await approvedPerson(gatehouse, 'ada@purge.test', admin);
  const connection = await connected(gatehouse, {}, admin);
  const identity = randomUUID();
  await gatehouse.sql(
    "INSERT INTO sso_identities (id, portal_id, issuer, subject, developer_id) SELECT $1, portal_id, 'i', 's', id FROM developers WHERE id = $2",
    [identity, developerId],
  );
  /** A row of each kind that ends then. */
  const insert = async (name: string, ends: string) => {
    const values = `gen_random_uuid(), '${name}', '${connection}', now() + interval '${ends}'`;
    await gatehouse.sql(`INSERT INTO sso_attempts (id, hash, connection_id, expires_at) VALUES (${values})`);
    await gatehouse.sql(
      `INSERT INTO sso_trials (id, hash, connection_id, expires_at, admin_id) VALUES (${values}, (SELECT id FROM admins LIMIT 1))`,
    );
    await gatehouse.sql(
      `INSERT INTO sso_grants (id, hash, connection_id, expires_at, identity_id, challenge) VALUES (${values}, '${identity}', 'x')`,
    );
    await gatehouse.sql(
      `INSERT INTO sso_confirmations (id, hash, connection_id, expires_at, issuer, subject, email, typed_email, is_vouched_for, full_name)
       VALUES (${values}, 'i', 's', 'a@b.test', 'a@b.test', true, 'A')`,
    );
  };
  await insert('living', '1 minute');
  await insert('ended', '-1 second');
  await insert('long ago', '-50 minutes');
  await gatehouse.sql(
    `INSERT INTO sso_logouts (id, issuer, client_id, subject, issued_at, received_at)
     SELECT gen_random_uuid(), 'i', 'c', at, now(), now() - at * interval '1 minute' FROM unnest('{1,19,21}'::int[]) AS at`,
  );
  await gatehouse.sql(
    `INSERT INTO sso_failures (id, connection_id, reference, reason, detail, created_at)
     SELECT gen_random_uuid(), $1, 'failure-' || at, 'UNAVAILABLE', 'It did not answer.', now() - at * interval '10 days'
     FROM generate_series(1, 4) AS at`,
    [connection],
  );
  const failures = async () =>
    (await gatehouse.sql<{ reference: string }>('SELECT reference FROM sso_failures ORDER BY 1')).map(
      ({ reference }) => reference,
    );

  const stop = await gatehouse.startWorker();
  while ((await failures()).length === 4) await setTimeout(10);
  await stop();
  const left = async (table: string) =>
    (await gatehouse.sql<{ name: string }>(`SELECT convert_from(hash, 'utf8') AS name FROM ${table} ORDER BY 1`)).map(
      ({ name }) => name,
    );
  for (const table of ['sso_attempts', 'sso_grants', 'sso_confirmations'])
    expect([table, await left(table)]).toEqual([table, ['living']]);
  // An admin who began late still reads what came of it.
  expect(await left('sso_trials')).toEqual(['ended', 'living']);
  // A way that began before a log-out may take as long as a way may.
  expect(await gatehouse.sql('SELECT subject FROM sso_logouts ORDER BY 1')).toEqual([{ subject: '1' }, { subject: '19' }]);
  expect(await failures()).toEqual(['failure-1', 'failure-2']);
  expect(await gatehouse.sql('SELECT 1 FROM sso_connections')).toHaveLength(1);
  expect(await gatehouse.sql('SELECT 1 FROM sso_identities')).toHaveLength(1);
});
