import { hash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startProcess } from '../kit/processes.ts';

const folder = await mkdtemp(join(tmpdir(), 'gatehouse-documents-'));
afterAll(() => rm(folder, { recursive: true }));
const manifest = join(folder, 'documents.json');

const GOOD = '{ __typename }';
const LOG_IN = 'logIn(input: { portal: "a", email: "b", password: "c" }) { __typename }';
const sha256 = (text: string) => hash('sha256', text);

/** What a server says that is started with this manifest, and ends. */
async function complaint(content: string | null): Promise<string[]> {
  if (content !== null) await writeFile(manifest, content);
  const server = startProcess('dist/server.js', {
    DATABASE_URL: 'postgresql://nobody@localhost:1/none',
    SMTP_URL: 'smtp://localhost:1',
    SECRET_KEY: randomBytes(32).toString('base64'),
    MAIL_FROM: 'no-reply@gatehouse.test',
    PORT: '0',
    TRUSTED_DOCUMENTS: manifest,
  });
  expect(await server.ended).toEqual({ code: 1, signal: null });
  return server.output.filter((line) => !line.startsWith('{'));
}

test.each([
  ['does not parse', 'query {', 'Syntax Error: Expected Name, found <EOF>.'],
  ['is not of the schema', '{ portals { edges { node { secret } } } }', 'Cannot query field "secret" on type "Portal".'],
  [
    'tries two credentials',
    `mutation { a: ${LOG_IN} b: ${LOG_IN} }`,
    'A document may hold one mutation that tries a credential.',
  ],
  [
    'tries two by a fragment',
    `mutation { ...Two } fragment Two on Mutation { ${LOG_IN} b: ${LOG_IN} }`,
    'A document may hold one mutation that tries a credential.',
  ],
  [
    'is too wide',
    `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
    'Aliases limit of 15 exceeded, found 30.',
  ],
])('R47, R48: dist/server.js does not start with a trusted document that %s', async (_, text, reason) => {
  const content = JSON.stringify({ [sha256(GOOD)]: GOOD, [sha256(text)]: text });
  expect(await complaint(content)).toEqual([
    'A document of documents.json cannot be trusted.',
    `  ${sha256(text)} is refused: ${reason}`,
  ]);
});

test.each([
  ['of another text', sha256('{ admin { id } }'), GOOD],
  ['of another kind', hash('sha1', GOOD), GOOD],
  ['of no text', sha256('5'), 5],
])('dist/server.js does not start with a hash %s', async (_, name, text) => {
  expect(await complaint(JSON.stringify({ [sha256(GOOD)]: GOOD, [name]: text }))).toEqual([
    'A document of documents.json cannot be trusted.',
    `  ${name} is not the SHA-256 of its document`,
  ]);
});

test.each([
  ['half of JSON', '{'],
  ['a list', '["{ __typename }"]'],
  ['null', 'null'],
])('dist/server.js does not start with a manifest that is %s, or without the one that is named', async (_, content) => {
  const unreadable = [
    `${manifest} cannot be read as a manifest: a JSON object of hashes and documents. TRUSTED_DOCUMENTS names it, or \`npm run build\` makes it.`,
  ];
  expect(await complaint(content)).toEqual(unreadable);
  await rm(manifest);
  expect(await complaint(null)).toEqual(unreadable);
});
