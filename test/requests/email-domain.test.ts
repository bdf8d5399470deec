import { expect, test } from 'vitest';
import { MOST_OF_DOMAIN } from '../../domain/requests/email-domain.ts';
import { addAdmin, decide, deleteDevelopers, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { bearer, loggedInPerson, verifiedPerson } from '../kit/people.ts';
import { plansOf } from '../kit/plans.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const viewer = await addAdmin(gatehouse, 'viewer@domains.test', 'VIEWER', 'demo');

type Marks = {
  emailDomain: { name: string; disposable: boolean; freeMail: boolean; approvedPeople: number };
  refusedBefore: boolean;
};

const QUERY = `query ($id: ID!) { developer(id: $id) { emailDomain { name disposable freeMail approvedPeople } refusedBefore } }`;
const marksOf = async (id: string, token = admin) =>
  (await gatehouse.graphql<{ developer: Marks }>(QUERY, { id }, { token })).data.developer;

test('the domain of an email address has its marks, for every admin of the portal', async () => {
  const kinds = [
    ['ada@gmail.com', { name: 'gmail.com', disposable: false, freeMail: true }],
    ['ada@mailinator.com', { name: 'mailinator.com', disposable: true, freeMail: true }],
    ['ada@work.test', { name: 'work.test', disposable: false, freeMail: false }],
  ] as const;
  for (const [email, marks] of kinds) {
    const { id } = await verifiedPerson(gatehouse, email);
    expect(await marksOf(id, viewer)).toEqual({ emailDomain: { ...marks, approvedPeople: 0 }, refusedBefore: false });
  }
});

test('approved people of the same domain are counted up to a bound, by an index, and nobody else', async () => {
  await gatehouse.sql(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at, updated_at)
     SELECT gen_random_uuid(), portals.id, people.email, people.email, 'Many', status::"DeveloperStatus", now(), now()
     FROM portals, (
       SELECT n || '@many.test' AS email, 'APPROVED' AS status FROM generate_series(1, $1::int) n
       UNION ALL SELECT n || '@sub.few.test', 'APPROVED' FROM generate_series(1, 3) n
       UNION ALL SELECT n || '@few.test', 'APPROVED' FROM generate_series(1, 2) n
       UNION ALL SELECT n || '@few.test', 'REVOKED' FROM generate_series(3, 5) n
       UNION ALL SELECT n || '@other' || n || '.test', 'APPROVED' FROM generate_series(1, 20000) n
     ) people WHERE slug = 'demo'`,
    [20 * MOST_OF_DOMAIN],
  );
  await gatehouse.sql('VACUUM ANALYZE developers');
  const many = await verifiedPerson(gatehouse, 'new@many.test');
  const few = await verifiedPerson(gatehouse, 'new@few.test');
  expect((await marksOf(few.id)).emailDomain.approvedPeople).toBe(2);
  const plans = await plansOf(gatehouse.databaseUrl, 'developers', async () => {
    expect((await marksOf(many.id)).emailDomain.approvedPeople).toBe(MOST_OF_DOMAIN);
  });
  const read = plans.filter(({ statement }) => statement.includes('split_part')).map(({ read: rows }) => rows);
  expect(read).toHaveLength(1);
  expect(Math.max(...read)).toBeLessThanOrEqual(MOST_OF_DOMAIN + 10);
});

test('an earlier refusal is shown, also of another tag, and forgotten with the person', async () => {
  const first = await verifiedPerson(gatehouse, 'eve@refused.test');
  await decide(gatehouse, 'reject', [first.id], admin);
  expect(await marksOf(first.id)).toMatchObject({ refusedBefore: false });
  await deleteDevelopers(gatehouse, [first.id], admin);
  const again = await verifiedPerson(gatehouse, 'eve+again@refused.test');
  expect(await marksOf(again.id)).toMatchObject({ refusedBefore: true });
});

test('the developer is told nothing of it', async () => {
  await loggedInPerson(gatehouse, 'self@work.test', admin);
  const token = await bearer(gatehouse, 'self@work.test');
  const query = 'query { me(portal: "demo") { emailDomain { name } refusedBefore } }';
  const { data } = await gatehouse.graphql(query, {}, { token });
  expect(data).toEqual({ me: { emailDomain: null, refusedBefore: null } });
});
