import { expect, test } from 'vitest';
import { addAdmin, adminBearer, adminSessions, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { updateInstallation } from '../kit/confirm.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { refusal } from '../kit/mutate.ts';
import { approvedPerson, bearer, developerId, logIn, whoAmI } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect, whoIs } from '../kit/sso.ts';
import { countStatements } from '../kit/statements.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);

/** Puts sessions into the database that were opened one second apart, the last one a second ago. */
const putIn = (table: string, owner: string, id: string, count: number) =>
  gatehouse.sql(
    `INSERT INTO ${table} (id, hash, ${owner}, created_at, last_seen_at, expires_at)
     SELECT gen_random_uuid(), sha256(random()::text::bytea), $1, now() - n * interval '1 second', now() - n * interval '1 second',
       now() + interval '1 day' FROM generate_series(1, ${count}) n`,
    [id],
  );

async function liveSessions(table: string, owner: string, id: string): Promise<number> {
  const [row] = await gatehouse.sql<{ live: number }>(
    `SELECT count(*)::int AS live FROM ${table} WHERE ${owner} = $1 AND expires_at > now()`,
    [id],
  );
  return row?.live ?? 0;
}

test('S14: the oldest session ends when the 51st begins, however many begin at once', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'many@limit.test', admin);
  const oldest = await bearer(gatehouse, email);
  const next = await bearer(gatehouse, email);
  await gatehouse.sql("UPDATE sessions SET created_at = created_at - interval '1 hour' WHERE developer_id = $1", [id]);
  await putIn('sessions', 'developer_id', id, 48);
  expect(await whoAmI(gatehouse, { token: oldest })).toBe(email);

  const newest = await bearer(gatehouse, email);
  expect(await liveSessions('sessions', 'developer_id', id)).toBe(50);
  expect(await whoAmI(gatehouse, { token: oldest })).toBeNull();
  expect(await whoAmI(gatehouse, { token: next })).toBe(email);
  expect(await whoAmI(gatehouse, { token: newest })).toBe(email);

  await Promise.all(Array.from({ length: 12 }, () => logIn(gatehouse, email)));
  expect(await liveSessions('sessions', 'developer_id', id)).toBe(50);
  expect(await whoAmI(gatehouse, { token: newest })).toBe(email);
});

test('S14: sessions that have ended already make no live one end', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'ended@limit.test', admin);
  const token = await bearer(gatehouse, email);
  await gatehouse.sql("UPDATE sessions SET created_at = created_at - interval '1 hour' WHERE developer_id = $1", [id]);
  await putIn('sessions', 'developer_id', id, 60);
  await gatehouse.sql(
    "UPDATE sessions SET last_seen_at = now() - interval '8 days' WHERE developer_id = $1 AND created_at > now() - interval '10 minutes'",
    [id],
  );
  await logIn(gatehouse, email);
  expect(await whoAmI(gatehouse, { token })).toBe(email);
});

test('S14: the same limit holds for log-ins with SSO', async () => {
  const connection = await connect(gatehouse, issuer);
  issuer.behave({ person: { sub: 'many', email: 'many@sso.test', email_verified: true } });
  await comeIn(connection);
  const id = await developerId(gatehouse, 'many@sso.test');
  await putIn('sessions', 'developer_id', id, 60);
  const { browser } = await comeIn(connection);
  expect(await whoIs(gatehouse, browser)).toBe('many@sso.test');
  expect(await liveSessions('sessions', 'developer_id', id)).toBe(50);
});

test('S14: the same limit holds for admins', async () => {
  await addAdmin(gatehouse, 'many@admins.test', 'VIEWER', null);
  const admins = await gatehouse.sql<{ id: string }>("SELECT id FROM admins WHERE email = 'many@admins.test'");
  const { id } = present(admins[0]);
  await putIn('admin_sessions', 'admin_id', id, 60);
  const token = await adminBearer(gatehouse, 'many@admins.test');
  expect(await liveSessions('admin_sessions', 'admin_id', id)).toBe(50);
  expect(await adminSessions(gatehouse, { token })).toHaveLength(50);
});

test('S14: a portal can allow fewer; the limit counts from the next log-in on, however many begin at once', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'fewer@limit.test', admin);
  const { email: other } = await approvedPerson(gatehouse, 'other@limit.test', admin);
  const kept = await bearer(gatehouse, other);
  const tokens = [await bearer(gatehouse, email), await bearer(gatehouse, email), await bearer(gatehouse, email)];
  const limit = (sessionLimit: number) => updatePortal(gatehouse, { sessionLimit }, admin);
  for (const wrong of [0, 51]) {
    const { issues } = await refusal(limit(wrong), 'InvalidInput');
    expect(issues).toMatchObject([{ path: ['sessionLimit'] }]);
  }
  expect(await limit(2)).toMatchObject({ __typename: 'UpdatePortalSuccess' });
  expect(await liveSessions('sessions', 'developer_id', id)).toBe(3);
  await Promise.all(Array.from({ length: 6 }, () => logIn(gatehouse, email)));
  expect(await liveSessions('sessions', 'developer_id', id)).toBe(2);
  for (const token of tokens) expect(await whoAmI(gatehouse, { token })).toBeNull();
  await limit(1);
  const last = await bearer(gatehouse, email);
  expect(await liveSessions('sessions', 'developer_id', id)).toBe(1);
  expect(await whoAmI(gatehouse, { token: last })).toBe(email);
  expect(await whoAmI(gatehouse, { token: kept })).toBe(other);
  const connection = await connect(gatehouse, issuer);
  issuer.behave({ person: { sub: 'fewer', email: 'fewer@sso.test', email_verified: true } });
  await comeIn(connection);
  const { browser } = await comeIn(connection);
  expect(await whoIs(gatehouse, browser)).toBe('fewer@sso.test');
  expect(await liveSessions('sessions', 'developer_id', await developerId(gatehouse, 'fewer@sso.test'))).toBe(1);
  await limit(50);
});

test('S14: the installation can allow admins fewer', async () => {
  await addAdmin(gatehouse, 'fewer@admins.test', 'VIEWER', null);
  const [found] = await gatehouse.sql<{ id: string }>("SELECT id FROM admins WHERE email = 'fewer@admins.test'");
  const { id } = present(found);
  await putIn('admin_sessions', 'admin_id', id, 5);
  expect(await updateInstallation(gatehouse, { adminSessionLimit: 3 }, admin)).toMatchObject({
    __typename: 'UpdateInstallationSuccess',
  });
  expect(await liveSessions('admin_sessions', 'admin_id', id)).toBe(6);
  const token = await adminBearer(gatehouse, 'fewer@admins.test');
  expect(await liveSessions('admin_sessions', 'admin_id', id)).toBe(3);
  expect(await adminSessions(gatehouse, { token })).toHaveLength(3);
  await updateInstallation(gatehouse, { adminSessionLimit: 50 }, admin);
});

test('S14: the list of sessions is read once a request, and shows 100 at most, the last used first', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'list@limit.test', admin);
  const token = await bearer(gatehouse, email);
  await putIn('sessions', 'developer_id', id, 60_000);
  const aliases = Array.from({ length: 15 }, (_, n) => `a${n}: sessions { id lastSeenAt current }`);
  const read = countStatements(/FROM sessions\s.*ORDER BY last_seen_at/s);
  const { data } = await gatehouse.graphql<{ me: Record<string, { id: string; current: boolean }[]> | null }>(
    `{ me(portal: "demo") { ${aliases.join(' ')} } }`,
    {},
    { token },
  );
  expect(read.count()).toBe(1);
  const lists = Object.values(present(data.me));
  expect(lists).toHaveLength(15);
  for (const list of lists) expect(list).toEqual(lists[0]);
  expect(lists[0]).toHaveLength(100);
  expect(lists[0]?.[0]?.current).toBe(true);
});

test('S14: no other list of a person is without a bound, and the newest stay on it', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'lists@limit.test', admin);
  const token = await bearer(gatehouse, email);
  const rows = 'FROM developers, generate_series(1, 150) n WHERE developers.id = $1';
  // Ids that sort by n, after all ids of this time.
  const place = "('ffffffff-ffff-7fff-8fff-' || lpad(n::text, 12, '0'))::uuid";
  await gatehouse.sql(
    `INSERT INTO decisions (id, portal_id, developer_id, "from", "to", by, reason) SELECT ${place}, portal_id, id, 'PENDING', 'APPROVED', 'RULE', n ${rows}`,
    [id],
  );
  await gatehouse.sql(
    `INSERT INTO sso_identities (id, portal_id, developer_id, issuer, subject, full_name, groups, last_log_in_at)
     SELECT ${place}, portal_id, id, 'https://idp.test', n, '', '{}', now() ${rows}`,
    [id],
  );
  await gatehouse.sql(
    `INSERT INTO accepted_terms (id, developer_id, version, url, accepted_at) SELECT ${place}, id, n, 'https://a.test', now() + n * interval '1 second' ${rows}`,
    [id],
  );
  type Me = { decisions: { reason: string }[]; ssoIdentities: { subject: string }[]; acceptedTerms: { version: string }[] };
  const { data } = await gatehouse.graphql<{ me: Me | null }>(
    '{ me(portal: "demo") { decisions { reason } ssoIdentities { subject } acceptedTerms { version } currentTermsAccepted } }',
    {},
    { token },
  );
  const { decisions, ssoIdentities, acceptedTerms } = present(data.me);
  expect(decisions).toHaveLength(100);
  expect(decisions.at(-1)).toEqual({ reason: '150' });
  expect(ssoIdentities).toHaveLength(100);
  expect(ssoIdentities.at(-1)).toEqual({ subject: '150' });
  expect(acceptedTerms).toHaveLength(100);
  expect(acceptedTerms[0]).toEqual({ version: '150' });
});
