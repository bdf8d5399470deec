import { expect, test } from 'vitest';
import { removeEndedLinks } from '../../domain/tokens/remove-ended-links.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson, logIn, mailedToken, signUp, verifyEmail } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const MANY = 3_000;

/** Registrations that were never verified, each with the last link that was mailed for it, which has ended. */
await gatehouse.sql(
  `WITH made AS (
     INSERT INTO developers (id, portal_id, email, typed_email, full_name, updated_at)
     SELECT gen_random_uuid(), p.id, e, e, 'Ada', now()
     FROM portals p, generate_series(1, $1) AS at, LATERAL (SELECT 'trickle-' || at || '@purge.test' AS e) AS emails WHERE slug = 'demo'
     RETURNING id, email
   )
   INSERT INTO tokens (id, purpose, hash, developer_id, form, expires_at)
   SELECT gen_random_uuid(), 'VERIFY_EMAIL', sha256(email::bytea), id, jsonb_build_object('typedEmail', email, 'fullName', 'Ada', 'returnTo', null),
     now() - interval '1 minute' FROM made`,
  [MANY],
);

const count = async (from: string) =>
  Number((await gatehouse.sql<{ count: string }>(`SELECT count(*) FROM ${from}`))[0]?.count);

test('S4: a purge reads the rows that it keeps once, a bounded number at a time', async () => {
  const looked = [];
  for (let call = 0; call < 8; call++) looked.push(await removeEndedLinks(gatehouse.app, 500));
  expect(looked).toEqual([500, 500, 500, 500, 500, 500, 0, 0]);
  expect(await count('tokens WHERE is_kept')).toBe(MANY);
  await gatehouse.sql('VACUUM ANALYZE tokens');
  const [explained] = await gatehouse.sql<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT id FROM tokens WHERE expires_at < now() AND NOT is_kept ORDER BY expires_at LIMIT 500`,
  );
  const plan = explained?.['QUERY PLAN'][0]?.Plan;
  expect(JSON.stringify(plan)).toContain('tokens_expires_at_idx');
  expect(plan?.['Shared Hit Blocks'] ?? Number.POSITIVE_INFINITY).toBeLessThan(10);
});

test('S4: a form that is kept goes once another link carries it, or with the link that verified the address', async () => {
  const email = 'trickle-1@purge.test';
  await gatehouse.graphql(`mutation { resendVerification(input: { portal: "demo", email: "${email}" }) { __typename } }`);
  const link = await mailedToken(gatehouse, email);
  const links = `tokens t JOIN developers d ON d.id = t.developer_id WHERE d.email = '${email}'`;
  expect(await count(links)).toBe(1);
  expect(await verifyEmail(gatehouse, link)).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  await gatehouse.sql('UPDATE tokens SET expires_at = now() WHERE NOT is_kept');
  await gatehouse.purge();
  expect(await count(links)).toBe(0);
});

test('S4: a purge that fails is told, and stops none of the others', async () => {
  const { email } = await approvedPerson(gatehouse, 'sessions@purge.test', admin);
  await logIn(gatehouse, email);
  await logIn(gatehouse, email, 'not the right password');
  await signUp(gatehouse, 'bounds@purge.test');
  await gatehouse.drain();
  await gatehouse.sql("UPDATE sessions SET expires_at = now() - interval '1 second'");
  await gatehouse.sql("UPDATE throttles SET ends_at = now() - interval '1 second'");
  await gatehouse.sql("UPDATE mail_bounds SET expires_at = now() - interval '1 second'");
  await gatehouse.sql('ALTER TABLE tokens RENAME COLUMN is_kept TO was_kept');
  gatehouse.logs.length = 0;
  await gatehouse.purge();
  await gatehouse.sql('ALTER TABLE tokens RENAME COLUMN was_kept TO is_kept');
  expect([await count('sessions'), await count('throttles'), await count('mail_bounds')]).toEqual([0, 0, 0]);
  expect(gatehouse.logs.map((line) => JSON.parse(line))).toMatchObject([
    {
      level: 40,
      purges: ['links that ended'],
      reason: expect.stringContaining('is_kept'),
      msg: expect.stringContaining('a purge failed'),
    },
  ]);
});

test('S4: however many rows have no more use, a purge takes a bounded number, and the next one goes on', async () => {
  await gatehouse.sql(
    "INSERT INTO mail_bounds (key, sent_at, expires_at) SELECT n, '{}', now() - interval '1 second' FROM generate_series(1, 10600) n",
  );
  await gatehouse.purge();
  expect(await count('mail_bounds')).toBe(600);
  await gatehouse.purge();
  expect(await count('mail_bounds')).toBe(0);
});
