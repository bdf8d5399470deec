import { expect, test } from 'vitest';
import {
  type DeveloperFilter,
  DevelopersDocument,
  type DevelopersQuery,
  type SignUpFieldInput,
} from '../generated/operations.ts';
import { addAdmin, createPortal, openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', admin);
const viewerOfSecond = await addAdmin(gatehouse, 'viewer-second@filter.test', 'VIEWER', 'second');
const FIELDS: SignUpFieldInput[] = [
  { key: 'company', label: 'Company', kind: 'TEXT' },
  { key: 'city', label: 'City', kind: 'TEXT' },
  { key: 'news', label: 'News', kind: 'BOOLEAN' },
];
for (const slug of ['demo', 'second']) await setSignUpFields(gatehouse, FIELDS, admin, slug);

await gatehouse.sql(`INSERT INTO developers (id, portal_id, email, typed_email, full_name, email_verified_at, updated_at, answers)
  SELECT ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, p.id, people.name || '@filter.test', people.name || '@filter.test', 'Ada',
    now(), now(), (SELECT jsonb_agg(jsonb_build_object('field', key, 'value', value)) FROM jsonb_each(answers::jsonb))
  FROM (VALUES
    (1, 'demo', 'acme', '{"company":"Acme","city":"Paris","news":true}'),
    (2, 'demo', 'lower', '{"company":"acme","city":"Acme"}'),
    (3, 'demo', 'percent', '{"company":"100% Pure","news":false}'),
    (4, 'demo', 'under', '{"company":"snake_case \\\\ Ltd","city":"true"}'),
    (5, 'demo', 'snakeXcase', '{"company":"snakeXcase","city":"Orléans"}'),
    (6, 'second', 'other', '{"company":"Acme","news":true}'),
    (7, 'second', 'site', '{"company":"https://site.test/~Lamps"}')
  ) AS people(n, portal, name, answers) JOIN portals p ON p.slug = people.portal`);

const ask = (args: object, token: string | undefined = admin) =>
  gatehouse.graphql<DevelopersQuery>(String(DevelopersDocument), args, { token });

async function list(filter: DeveloperFilter, token?: string) {
  const { data, errors } = await ask({ filter }, token);
  expect(errors).toEqual([]);
  const found = data.developers?.edges.map(({ node }) => node.email.replace('@filter.test', '')) ?? [];
  expect(data.developers?.totalCount).toBe(found.length);
  return found;
}

const is = (field: string, value: string | boolean) => ({ field, value });

test.each([
  ['a text, word for word', [is('company', 'Acme')], ['other', 'acme']],
  ['another case, which is another text', [is('company', 'ACME')], []],
  ['a part of a text, which is none', [is('company', 'Acm')], []],
  ['a wildcard, which is none', [is('company', '%')], []],
  ['a boolean', [is('news', true)], ['other', 'acme']],
  ['the other boolean, which is not no answer', [is('news', false)], ['percent']],
  ['a text that reads like a boolean', [is('city', 'true')], ['under']],
  ['a boolean where there are texts', [is('city', true)], []],
  ['two answers at once', [is('company', 'Acme'), is('city', 'Paris')], ['acme']],
  ['two answers of different people', [is('company', 'acme'), is('city', 'Paris')], []],
  ['two answers to one field', [is('company', 'Acme'), is('company', 'acme')], []],
  ['the answer to another field', [is('city', 'Acme')], ['lower']],
  ['a field that is not there', [is('nowhere', 'Acme')], []],
  ['a field named like a column', [is("company' OR 1=1 --", 'Acme')], []],
  ['a text of which an accent is typed apart', [is('city', 'Orle\u0301ans')], ['snakeXcase']],
  ['none', [], ['site', 'other', 'snakeXcase', 'under', 'percent', 'lower', 'acme']],
])('a filter for %s', async (_, answers, expected) => {
  expect(await list({ answers })).toEqual(expected);
});

test('a filter stays within the reach of the admin, and with the other filters', async () => {
  expect(await list({ answers: [is('company', 'Acme')] }, viewerOfSecond)).toEqual(['other']);
  expect((await ask({ portal: 'demo', filter: { answers: [is('company', 'Acme')] } })).data.developers?.totalCount).toBe(1);
  expect(await list({ answers: [is('company', 'Acme')], emailVerified: false })).toEqual([]);
  expect(await list({ answers: null })).toHaveLength(7);
});

test('a filter looks only at fields that the portal has', async () => {
  await setSignUpFields(gatehouse, FIELDS.slice(1), admin);
  expect(await list({ answers: [is('company', 'Acme')] })).toEqual(['other']);
  expect(await list({ answers: [is('city', 'Paris'), is('company', 'Acme')] })).toEqual([]);
  expect(await list({ answers: [is('city', 'Paris')] })).toEqual(['acme']);
  await setSignUpFields(gatehouse, FIELDS, admin);
});

test('a search looks only at answers that are shown', async () => {
  expect(await list({ search: 'pure' })).toEqual(['percent']);
  await setSignUpFields(gatehouse, FIELDS.slice(1), admin);
  expect(await list({ search: 'pure' })).toEqual([]);
  expect(await list({ search: 'paris' })).toEqual(['acme']);
  const asAddress: SignUpFieldInput[] = [{ key: 'company', label: 'Company', kind: 'URL' }];
  for (const slug of ['demo', 'second']) await setSignUpFields(gatehouse, asAddress, admin, slug);
  expect(await list({ search: 'lamps' })).toEqual(['site']);
  expect(await list({ search: 'pure' })).toEqual([]);
  for (const slug of ['demo', 'second']) await setSignUpFields(gatehouse, [], admin, slug);
  expect(await list({ search: 'lamps' })).toEqual([]);
  for (const slug of ['demo', 'second']) await setSignUpFields(gatehouse, FIELDS, admin, slug);
  expect(await list({ search: 'pure' })).toEqual(['percent']);
});

test.each([
  ['a part of an answer, in any case', 'PAR', ['acme']],
  ['more than one answer', 'aCmE', ['other', 'lower', 'acme']],
  ['a percent sign, as it stands', '0%', ['percent']],
  ['an underscore, as it stands', 'e_c', ['under']],
  ['a backslash, as it stands', ' \\ ', ['under']],
  ['the key of a field, which is no answer', 'company', []],
  ['a boolean, which is no text', 'false', []],
  ['marks of how answers are kept', '", "', []],
  ['an accent that is typed apart', 'e\u0301ans', ['snakeXcase']],
  ['a text that nobody gave', 'zzz', []],
])('a search for %s', async (_, search, expected) => {
  expect(await list({ search })).toEqual(expected);
});

test('R57: a filter that cannot be one is refused as input', async () => {
  const many = Array.from({ length: 21 }, () => is('company', 'Acme'));
  for (const answers of [
    many,
    [is('company', 'nul\u0000')],
    [is('nul\u0000', 'x')],
    [is('company', '\ud800')],
    [is('\ud800', true)],
  ]) {
    const { data, errors } = await ask({ filter: { answers } });
    expect([data.developers, errors.map(({ extensions }) => extensions?.code)]).toEqual([null, ['INVALID_INPUT']]);
  }
  for (const value of [1, null, {}, ['Acme']]) {
    const { errors } = await ask({ filter: { answers: [{ field: 'company', value }] } });
    expect(errors[0]?.message).toContain('invalid value');
  }
});

test('the index finds answers among many people', async () => {
  await gatehouse.sql(`INSERT INTO developers (id, portal_id, email, typed_email, full_name, email_verified_at, updated_at, answers)
    SELECT gen_random_uuid(), id, n || '@many.test', n || '@many.test', 'Many', now(), now(),
      jsonb_build_array(jsonb_build_object('field', 'company', 'value', 'Company ' || n))
    FROM portals, generate_series(1, 5000) n WHERE slug = 'demo'`);
  await gatehouse.sql('ANALYZE developers');
  const plan = await gatehouse.sql<{ 'QUERY PLAN': string }>(
    `EXPLAIN SELECT 1 FROM developers WHERE answers @> '[{"field": "company", "value": "Company 77"}]'`,
  );
  expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('developers_answers_idx');
  expect(await list({ answers: [is('company', 'Company 77')] })).toEqual(['77@many.test']);
});
