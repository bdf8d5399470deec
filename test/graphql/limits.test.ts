import { randomUUID } from 'node:crypto';
import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { CREDENTIAL_ACTS } from '../../schema/api/credential-acts.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { loggedInPerson, signUp, whoAmI } from '../kit/people.ts';
import { hashesWorthOf } from '../kit/timing.ts';

const development = await startInstallation();
const production = await startInstallation({ NODE_ENV: 'production' });

/** Asks for the media type under which an invalid document is a 400 (GraphQL over HTTP, 6.4.2). */
const headers = { accept: 'application/graphql-response+json' };

const SIGN_UP = 'signUp(input: { portal: "demo", email: "a@b.test", fullName: "A" }) { __typename }';
const RECURSIVE = Array.from({ length: 40 }, (_, i) => `fragment F${i} on Mutation { ...F${i + 1} ...F${i + 1} }`);

test.each([
  ['aliases', `mutation { a: ${SIGN_UP} b: ${SIGN_UP} }`],
  ['a fragment', `mutation { ...Twice } fragment Twice on Mutation { ${SIGN_UP} b: ${SIGN_UP} }`],
  ['nested fragments', `mutation { ${SIGN_UP} ... { ... on Mutation { b: ${SIGN_UP} } } }`],
  ['different fields', `mutation { ${SIGN_UP} verifyEmail(input: { token: "x" }) { __typename } }`],
])('R47: two credential mutations by %s are refused before any runs', async (_, document) => {
  const { status, data, errors } = await development.graphql(document, {}, { headers });
  expect({ status, data }).toEqual({ status: 400, data: undefined });
  expect(errors[0]?.message).toBe('A document may hold one mutation that tries a credential.');
  expect(await development.sql('SELECT 1 FROM developers')).toEqual([]);
});

test.each([...CREDENTIAL_ACTS])('R47: a document holds %s once, and beside no other of its kind', async (act) => {
  const one = `${act}(input: {}) { __typename }`;
  for (const document of [
    `mutation { a: ${one} b: ${one} }`,
    `mutation { ${one} ... { logIn: ${act === 'logIn' ? 'signUp' : 'logIn'}(input: {}) { __typename } } }`,
  ]) {
    const { status, data, errors } = await development.graphql(document, {}, { headers });
    expect([status, data]).toEqual([400, undefined]);
    expect(errors.map(({ message }) => message)).toContain('A document may hold one mutation that tries a credential.');
  }
});

test('R47: an array of documents is refused', async () => {
  const body = JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]);
  const response = await fetch(`${development.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(response.status).toBe(400);
});

/** The work that R48 allows is 100 ms: that of four hashes of 25 ms. The client's work is counted in, because it runs in this process. */
const MOST_HASHES = 4;
/** Of `me`, as p95; counted is all work that is done in this process meanwhile: 500 ms, in hashes of 25 ms. */
const MOST_HASHES_MEANWHILE = 20;

/** The same document in other words: what was refused once costs nothing again. */
const anew = (document: string) => `${document} # ${randomUUID()}`;

const TOO_MUCH = [
  ['1 MiB long', `{ portal(slug: "${'x'.repeat(1 << 20)}") { name } }`, 413, 'A request can have at most 131072 bytes.'],
  [
    '100 levels deep',
    `{ portal(slug: "x") ${'{ settings '.repeat(100)}{ origins }${' }'.repeat(100)} }`,
    400,
    'Query depth limit of 12 exceeded',
  ],
  [
    '10,000 aliases wide',
    `{ ${Array.from({ length: 10_000 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
    413,
    'at most 131072 bytes',
  ],
  [
    '10,000 aliases wide in few bytes',
    `{ ${Array.from({ length: 10_000 }, (_, i) => `a${i}:me`).join(' ')} }`,
    400,
    'A document may have at most 16384 bytes',
  ],
  [
    '30 aliases wide',
    `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: portal(slug: "x") { name }`).join(' ')} }`,
    400,
    'Aliases limit of 15 exceeded',
  ],
  ['10,000 directives rich', `{ __typename ${'@a '.repeat(10_000)} }`, 400, 'A document may have at most 16384 bytes'],
  ['2,500 directives rich', `{ __typename ${'@a '.repeat(2_500)} }`, 400, 'Token limit of 2000 exceeded'],
  ['25 directives rich', `{ __typename ${'@include(if: true) '.repeat(25)} }`, 400, 'Directives limit of 20 exceeded'],
  [
    '1,900 times the same field',
    `{ portal(slug: "x") { ${'name '.repeat(1_900)} } }`,
    400,
    'Limit on fields that share a name exceeded',
  ],
  [
    'made of fragments that spread each other',
    `mutation { ...F0 } ${RECURSIVE.join(' ')} fragment F40 on Mutation { ${SIGN_UP} }`,
    400,
    'Query depth limit of 12 exceeded',
  ],
  [
    'a page of a million',
    '{ developers(first: 1000000) { edges { node { id } } } }',
    400,
    'Query Cost limit of 25000 exceeded',
  ],
] as const;

test.each(TOO_MUCH)(
  'R48: a document that is %s is refused, at little cost, by the name of the limit, and the server lives',
  async (_, document, status, limit) => {
    const cost = await hashesWorthOf(async () => {
      const answer = await development.graphql(anew(document), {}, { headers });
      expect(answer.status).toBe(status);
      expect(answer.errors.map(({ message }) => message).join()).toContain(limit);
    });
    expect(cost).toBeLessThan(MOST_HASHES);
    expect((await development.graphql('{ __typename }')).data).toEqual({ __typename: 'Query' });
  },
);

test('R48: while such documents arrive, people who are logged in get their answers', async () => {
  const { email, token } = await loggedInPerson(development, 'ada@limits.test', await openDemoPortal(development));
  let isOver = false;
  const floodInTurn = async () => {
    while (!isOver) {
      for (const [, document, status] of TOO_MUCH) {
        expect((await development.graphql(anew(document), {}, { headers })).status).toBe(status);
      }
    }
  };
  const floods = Promise.all([floodInTurn(), floodInTurn()]);
  const costs = [];
  for (let time = 0; time < 20; time++) {
    costs.push(await hashesWorthOf(async () => expect(await whoAmI(development, { token })).toBe(email)));
  }
  isOver = true;
  await floods;
  expect(costs.toSorted((a, b) => a - b)[18]).toBeLessThan(MOST_HASHES_MEANWHILE);
});

test('R48: a page of a million is refused, whether the document says so or a variable does; a hundred are a page', async () => {
  const token = await openDemoPortal(development);
  await development.sql(`INSERT INTO developers (id, portal_id, email, typed_email, full_name, updated_at)
    SELECT gen_random_uuid(), (SELECT id FROM portals), n || '@many.test', n || '@many.test', 'Many', now() FROM generate_series(1, 150) n`);
  const refused = await development.graphql('{ developers(first: 1000000) { edges { node { id } } } }', {}, { token, headers });
  expect({ status: refused.status, message: refused.errors[0]?.message }).toEqual({
    status: 400,
    message: 'Query Cost limit of 25000 exceeded, found 12875000.',
  });
  const page = 'query($first: Int) { developers(first: $first) { edges { node { id } } } }';
  const { data } = await development.graphql<{ developers: { edges: unknown[] } }>(page, { first: 100 }, { token });
  expect(data.developers.edges).toHaveLength(100);
  for (const list of ['developers', 'jobs', 'portals']) {
    for (const size of ['first', 'last']) {
      const tooLarge = `query($size: Int) { ${list}(${size}: $size) { edges { node { __typename } } } }`;
      for (const asked of [101, 1_000_000]) {
        const { data, errors } = await development.graphql(tooLarge, { size: asked }, { token });
        expect({ data, errors }).toMatchObject({
          data: { [list]: null },
          errors: [
            { message: `${size}: Must be at most 100.`, extensions: { code: 'INVALID_INPUT', issues: [{ path: [size] }] } },
          ],
        });
      }
    }
  }
});

test('a full page of everything that there is about people is within the limits', async () => {
  const token = await openDemoPortal(development);
  const everything = `{ developers(first: 100) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node {
    id email fullName status emailVerified hasPassword createdAt updatedAt portal { slug name }
    decisions { id from to reason note createdAt by { kind adminEmail } } } } } }`;
  const { errors, data } = await development.graphql<{ developers: { edges: unknown[] } }>(everything, {}, { token });
  expect(errors).toEqual([]);
  expect(data.developers.edges).toHaveLength(100);
});

const PEOPLE = `id email fullName decisions { id from to reason note by { kind adminEmail } } ssoIdentities { id issuer subject email groups }
  answers { field label value } acceptedTerms { version url acceptedAt } portal { slug name settings { publicUrl ssoConnections { id label
  recentFailures { reference reason detail createdAt } claims { name email groups } } } }`;

test.each([
  ['in the document', 'first: 100', ''],
  ['in a variable', 'first: $n', '($n: Int)'],
  ['in a variable, after another', 'first: 1, last: $n', '($n: Int)'],
  ['in a variable with a default', 'last: $n', '($n: Int = 1)'],
])('L3: the size of a page counts where it stands %s', async (_, size, variables) => {
  const document = `query${variables} { developers(${size}) { edges { node { ${PEOPLE} } } } jobs(${size}) { edges { node { developer { ${PEOPLE} } } } } }`;
  const { errors, status } = await development.graphql(document, { n: 100 }, { headers });
  expect([status, errors[0]?.message]).toEqual([400, expect.stringContaining('Query Cost limit of 25000 exceeded')]);
});

test('L3: a list without a stated size counts as one default page', async () => {
  const lists = (count: number) =>
    Array.from({ length: count }, (_, n) => `a${n}: developers { edges { node { ${PEOPLE} } } }`).join(' ');
  expect((await development.graphql(`{ ${lists(1)} }`, {}, { headers })).errors[0]?.message).not.toContain('Cost');
  expect((await development.graphql(`{ ${lists(12)} }`, {}, { headers })).errors[0]?.message).toContain(
    'Query Cost limit of 25000',
  );
});

test.each([
  ['by aliases', Array.from({ length: 3 }, (_, n) => `a${n}: portal(slug: "x") { signUpFields { key } }`).join(' '), ''],
  [
    'by a fragment',
    'a: portal(slug: "x") { ...F } b: portal(slug: "x") { ...F } c: portal(slug: "x") { ... { ...F } }',
    'fragment F on Portal { signUpFields { key help } }',
  ],
])('L7: a document that asks for three forms %s is refused', async (_, fields, fragments) => {
  const { errors, status } = await development.graphql(`{ ${fields} } ${fragments}`, {}, { headers });
  expect([status, errors.map(({ message }) => message)]).toEqual([400, ['Limit of 2 sign-up forms exceeded, found 3.']]);
});

test.each([
  '{ developers { totalCount @include(if: false) __typename } }',
  '{ developers { totalCount @skip(if: true) } }',
  '{ portals { __typename } }',
  '{ jobs { ... on QueryJobsConnection { totalCount @include(if: false) } __typename } }',
])('L13: strangers get nothing of %j', async (document) => {
  const { errors, data } = await development.graphql<Record<string, unknown>>(document);
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['NOT_ALLOWED']);
  expect(Object.values(data)).toEqual([null]);
});

describe('R49: the same holds in production', () => {
  test('strangers may not introspect, admins may, and in development everyone may', async () => {
    const document = getIntrospectionQuery();
    const refused = await production.graphql(document);
    expect(refused.errors[0]).toMatchObject({ extensions: { code: 'NOT_ALLOWED' } });
    const token = await openDemoPortal(production);
    expect((await production.graphql(document, {}, { token })).errors).toEqual([]);
    expect((await development.graphql(document)).errors).toEqual([]);
  });

  test('a misspelt name is answered without suggestions', async () => {
    const document = '{ portls { edges { node { name } } } }';
    expect((await development.graphql(document)).text).toContain('Did you mean');
    const { text, status } = await production.graphql(document, {}, { headers });
    expect(status).toBe(400);
    expect(text).not.toContain('Did you mean');
  });

  test.each([
    ['mutation { logIn(input: { portal: "x", email: "a", password: "b", session: TOKE }) { __typename } }', {}],
    ['mutation { logIn(input: { portl: "x" }) { __typename } }', {}],
    ['mutation { signUp(input: { portal: "x", email: "a", fullName: "b" }) { ... on SignUpSucces { email } } }', {}],
    ['mutation { signUp(input: { portal: "x", email: "a", fullName: "b" }) { email } }', {}],
    ['query($a: Strin!) { portal(slug: $a) { name } }', {}],
    ['query($a: String!) { portal(slg: $a) { name } }', {}],
    [
      'mutation($i: LogInInput!) { logIn(input: $i) { __typename } }',
      { i: { portal: 'x', email: 'a', password: 'b', session: 'TOKE' } },
    ],
    [
      'mutation($i: LogInInput!) { logIn(input: $i) { __typename } }',
      { i: { portl: 'x', email: 'a', password: 'b', session: 'TOKEN' } },
    ],
  ])('L4: %s with %j gets no suggestion', async (document, variables) => {
    expect((await development.graphql(document, variables)).text).toContain('Did you mean');
    const { text, errors } = await production.graphql(document, variables);
    expect([errors.length > 0, text.includes('Did you mean')]).toEqual([true, false]);
  });

  test('L4: to remove suggestions takes little time, whatever the message quotes', async () => {
    const document = 'mutation($i: LogInInput!) { logIn(input: $i) { __typename } }';
    const session = ' Did you mean '.repeat(9_000);
    const start = performance.now();
    const { errors } = await production.graphql(document, { i: { portal: 'x', email: 'a', password: 'b', session } });
    expect(errors[0]?.message).toMatch(/ enum\.$/);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  test('S1: an answer does not quote large variables again and again', async () => {
    const document = 'mutation($i: LogInInput!) { logIn(input: $i) { __typename } }';
    const unknown = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`field${at}`, at]));
    for (const site of [development, production]) {
      const { text, errors } = await site.graphql(document, { i: { ...unknown, password: 'x'.repeat(100_000) } });
      expect(errors[0]?.message).toMatch(/^Variable "\$i" got invalid value .*; Field "\w+" .*\.$/s);
      expect(text.length).toBeLessThan(10_000);
    }
  });

  test('everything else works as in development', async () => {
    expect(await signUp(production, 'ada@limits.test')).toMatchObject({ __typename: 'SignUpSuccess' });
  });
});
