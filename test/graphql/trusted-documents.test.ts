import { hash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getIntrospectionQuery, parse } from 'graphql';
import { afterAll, describe, expect, test } from 'vitest';
import { addAdmin, openDemoPortal } from '../kit/admins.ts';
import { send } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { loggedInPerson } from '../kit/people.ts';

const FIND_PORTAL = 'query findPortal($slug: String!) { portal(slug: $slug) { name } }';
const SIGN_UP = 'mutation signUp($input: SignUpInput!) { signUp(input: $input) { __typename } }';
const INTROSPECTION = getIntrospectionQuery();
const sha256 = (text: string) => hash('sha256', text);

const folder = await mkdtemp(join(tmpdir(), 'gatehouse-documents-'));
afterAll(() => rm(folder, { recursive: true }));
const manifest = join(folder, 'persisted-documents.json');
await writeFile(
  manifest,
  JSON.stringify({
    // As GraphQL Codegen writes it.
    [`sha256:${sha256(FIND_PORTAL)}`]: FIND_PORTAL,
    // As others do.
    [sha256(SIGN_UP)]: SIGN_UP,
    [sha256(INTROSPECTION)]: INTROSPECTION,
  }),
);

const open = await startInstallation();
const trusting = await startInstallation({ TRUSTED_DOCUMENTS: manifest, NODE_ENV: 'production' }, open);
const owner = await openDemoPortal(open);
const viewer = await addAdmin(open, 'viewer@trusted.test', 'VIEWER', 'demo');
const { token: developer } = await loggedInPerson(open, 'ada@trusted.test', owner);

type Asked = { query?: unknown; documentId?: unknown; extensions?: unknown; variables?: object };

async function ask({ url }: { url: string }, body: Asked, headers: Record<string, string> = {}) {
  const json = { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers };
  const { status, text } = await send(`${url}/graphql`, 'POST', json, JSON.stringify(body));
  const { data, errors } = JSON.parse(text);
  return { status, data, code: errors?.[0].extensions?.code, message: errors?.[0].message };
}

/** The ways in which clients name a document without sending it. */
const named = (text: string): Asked[] => [
  { documentId: `sha256:${sha256(text)}` },
  { documentId: sha256(text) },
  { extensions: { persistedQuery: { version: 1, sha256Hash: sha256(text) } } },
  { extensions: { persistedQuery: { version: 1, sha256Hash: `sha256:${sha256(text)}` } } },
];

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const found = { status: 200, data: { portal: { name: 'demo portal' } }, code: undefined, message: undefined };
const refused = {
  status: 400,
  data: undefined,
  code: 'DOCUMENT_NOT_TRUSTED',
  message: expect.stringContaining('TRUSTED_DOCUMENTS'),
};

describe('with a manifest', () => {
  test('its documents are answered, by hash in each way, and by their text', async () => {
    const variables = { slug: 'demo' };
    for (const document of [...named(FIND_PORTAL), { query: FIND_PORTAL }]) {
      expect([document, await ask(trusting, { ...document, variables })]).toEqual([document, found]);
    }
    const input = { portal: 'demo', email: 'grace@trusted.test', fullName: 'Grace Hopper' };
    for (const document of named(SIGN_UP)) {
      const { data } = await ask(trusting, { ...document, variables: { input } });
      expect(data).toEqual({ signUp: { __typename: 'SignUpSuccess' } });
    }
  });

  test('variables of a trusted document are checked as always', async () => {
    const [document] = named(FIND_PORTAL);
    expect(await ask(trusting, { ...document, variables: { slug: {} } })).toMatchObject({ status: 400, data: undefined });
    expect(await ask(trusting, { ...document, variables: {} })).toMatchObject({ status: 400, data: undefined });
    for (const headers of [{}, bearer(developer)]) {
      expect(await ask(trusting, { ...named(INTROSPECTION)[0] }, headers)).toMatchObject({ code: 'NOT_ALLOWED' });
    }
  });

  test('an unknown hash is refused, whoever asks', async () => {
    for (const headers of [{}, bearer(developer), bearer(owner)]) {
      for (const document of named('{ admin { id } }')) expect(await ask(trusting, document, headers)).toEqual(refused);
    }
  });

  test('another document is refused to strangers and developers before anything runs, also one that is nearly trusted', async () => {
    const mutation =
      'mutation { signUp(input: { portal: "demo", email: "eve@trusted.test", fullName: "Eve" }) { __typename } }';
    const texts = [
      mutation,
      '{ __typename }',
      '{ portls }',
      '{',
      `${FIND_PORTAL} `,
      FIND_PORTAL.replace('name', 'slug'),
      [mutation],
      5,
    ];
    const cookies = `gatehouse-demo=${developer}; gatehouse_admin=${developer}`;
    for (const headers of [{}, bearer(developer), { cookie: cookies }, bearer('A'.repeat(43))]) {
      for (const query of texts) expect([query, await ask(trusting, { query }, headers)]).toEqual([query, refused]);
    }
    // The hash of one document does not vouch for the text of another.
    for (const document of named(FIND_PORTAL)) expect(await ask(trusting, { ...document, query: mutation })).toEqual(refused);
    expect(await open.sql("SELECT 1 FROM developers WHERE email = 'eve@trusted.test'")).toEqual([]);
  });

  test('admins of any role may ask anything, by token or as GraphiQL does', async () => {
    const query = '{ portal(slug: "demo") { name } }';
    for (const headers of [bearer(owner), bearer(viewer), { cookie: `gatehouse_admin=${viewer}` }]) {
      expect(await ask(trusting, { query }, headers)).toEqual(found);
      expect(await ask(trusting, { query: INTROSPECTION }, headers)).toMatchObject({ status: 200, code: undefined });
    }
    const tooDeep = `{ portal(slug: "x") ${'{ settings '.repeat(20)}{ origins }${' }'.repeat(20)} }`;
    expect(await ask(trusting, { query: tooDeep }, bearer(owner))).toMatchObject({ status: 400, data: undefined });
  });

  test('an empty text beside a hash counts as no text, and a value that is not a text is refused', async () => {
    for (const query of ['', null, false, 0]) {
      for (const document of named(FIND_PORTAL)) {
        expect(await ask(trusting, { ...document, query, variables: { slug: 'demo' } })).toEqual(found);
      }
    }
    for (const query of [{ toString: 1 }, [FIND_PORTAL], [[]], 5, true]) {
      expect(await ask(trusting, { query, variables: { slug: 'demo' } })).toEqual(refused);
      for (const answer of [await ask(open, { query }), await ask(trusting, { query }, bearer(owner))]) {
        expect(answer).toMatchObject({ status: 400, data: undefined, code: 'BAD_REQUEST' });
      }
    }
  });

  test('a request without a document is told what is missing', async () => {
    for (const body of [{ variables: {} }, { documentId: 5 }, { query: null }, { extensions: { persistedQuery: {} } }]) {
      for (const site of [open, trusting]) {
        expect(await ask(site, body)).toMatchObject({ status: 400, data: undefined, code: 'BAD_REQUEST' });
      }
    }
  });
});

test('without a manifest any document is answered; an unknown hash as clients expect that send the text next', async () => {
  expect(await ask(open, { query: '{ portal(slug: "demo") { name } }' })).toEqual(found);
  for (const document of named(FIND_PORTAL)) {
    expect(await ask(open, document)).toMatchObject({ status: 400, data: undefined, code: 'PERSISTED_QUERY_NOT_FOUND' });
    expect(await ask(open, { ...document, query: FIND_PORTAL, variables: { slug: 'demo' } })).toEqual(found);
  }
});

describe('the pages', async () => {
  const operations = globSync('web/{,admin/}operations/*.graphql')
    .flatMap((file) => parse(readFileSync(file, 'utf8')).definitions)
    .flatMap((definition) => (definition.kind === 'OperationDefinition' ? [String(definition.name?.value)] : []));
  const texts = Object.values<string>(JSON.parse(await readFile('web/dist/documents.json', 'utf8')));

  test('have each of their operations in the manifest that is built with them', () => {
    const names = texts.map((text) => text.match(/^\s*(?:query|mutation|subscription) (\w+)/)?.[1]);
    expect(names.toSorted()).toEqual(operations.toSorted());
  });

  test('are answered, by text and by hash, with a manifest and without', async () => {
    for (const site of [open, trusting]) {
      for (const text of texts) {
        for (const document of [{ query: text }, ...named(text)]) {
          // Without their variables most are refused, but for that reason.
          const { code, message = '' } = await ask(site, document);
          const missing = /^\s*subscription /.test(text) ? ['BAD_USER_INPUT', ''] : [undefined, ''];
          const forAdmins = ['NOT_ALLOWED', 'You are not logged in, or you are not allowed to do this.'];
          expect([missing, forAdmins]).toContainEqual([code, message.replace(/Variable "\$\w+" of required type .*/, '')]);
        }
      }
    }
  });
});
