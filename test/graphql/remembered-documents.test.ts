import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation();

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes of live objects: what the answers to these documents leave behind. */
async function leftBy(documents: string[]): Promise<number> {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let sent = 0; sent < documents.length; sent += 4) {
    await Promise.all(documents.slice(sent, sent + 4).map((document) => gatehouse.graphql(document)));
  }
  collectGarbage();
  return process.memoryUsage().heapUsed - before;
}

const MOST_BYTES = 50 * 1024 * 1024;

const ANSWERS = '{field:"a",value:"b"}'.repeat(240);

test.each([
  [500, 'refused', `{${'a '.repeat(1_990)}}`],
  [300, 'valid', `mutation{updateProfile(input:{portal:"x",fullName:"x",answers:[${ANSWERS}]}){__typename}}`],
  [300, 'not to be parsed', `{a(b:[${'1 '.repeat(1_900)}`],
  [300, 'valid and of few tokens, and 16 kB long', `{__typename}${' '.repeat(16_000)}`],
])(
  'S1: after %i distinct large documents that are %s, less than 50 MB are kept',
  { timeout: 300_000 },
  async (count, _, document) => {
    await leftBy(['{__typename}']);
    expect(await leftBy(Array.from({ length: count }, (_, n) => `${document}#${n}`))).toBeLessThan(MOST_BYTES);
  },
);

test('S1: a document over 16 kB is refused before it is parsed', async () => {
  const { status, errors } = await gatehouse.graphql(
    `{__typename}${' '.repeat(16_373)}`,
    {},
    { headers: { accept: 'application/graphql-response+json' } },
  );
  expect(status).toBe(400);
  expect(errors).toMatchObject([
    { message: expect.stringContaining('at most 16384 bytes'), extensions: { code: 'DOCUMENT_TOO_LARGE' } },
  ]);
  expect((await gatehouse.graphql(`{__typename}${' '.repeat(16_372)}`)).data).toEqual({ __typename: 'Query' });
  // What cannot be parsed is told by its size, too: nobody parsed it.
  expect((await gatehouse.graphql('{'.repeat(16_385))).errors[0]?.extensions?.code).toBe('DOCUMENT_TOO_LARGE');
  // Bytes, not characters.
  expect((await gatehouse.graphql(`{__typename}#${'€'.repeat(6_000)}`)).errors[0]?.extensions?.code).toBe('DOCUMENT_TOO_LARGE');
});
