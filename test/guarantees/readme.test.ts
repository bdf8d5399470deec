import { globSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { adminBearer } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation();
const read = (file: string) => readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
const files = await readdir(new URL('../../docs', import.meta.url));
const docs = files.filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`);
const texts = (await Promise.all(['README.md', ...docs].map(read))).join('\n');

test('each operation that the README and the docs show is one that the API takes', async () => {
  const operations = [...texts.matchAll(/^```graphql\n(.*?)^```$/gms)].map(([, operation = '']) => operation);
  expect(operations.length).toBeGreaterThan(4);
  for (const operation of operations) expect([operation, validate(schema, parse(operation))]).toEqual([operation, []]);
});

/** The words of a union of the source. */
const wordsOf = async (file: string, word: RegExp) => [...(await read(file)).matchAll(word)].map(([, name = '']) => name);

test('it names every page that a portal with pages of its own has to have, and every reason to fail there', async () => {
  const pages = await wordsOf('domain/portals/portal-links.ts', /^ {2}\| '([a-z-]+)'/gm);
  const reasons = [
    ...(await wordsOf('domain/sso/refusal.ts', /^ {2}\| '([A-Z_]+)'/gm)),
    ...(await wordsOf('domain/providers/provider-failure.ts', /^ \* - `([A-Z_]+)`/gm)),
  ];
  expect([pages.length, reasons.length]).toEqual([17, 15]);
  for (const page of pages) expect(texts).toMatch(new RegExp(`^\\| \`${page}\` .*\\|$`, 'm'));
  for (const reason of reasons) expect(texts).toContain(`\`${reason}\``);
});

test('the page about the log names the messages that are logged', async () => {
  const table = (await read('docs/reading-the-log.md')).matchAll(/^\| `([^`]+)` /gm);
  const messages = [...table].map(([, message = '']) => message.replace('...', '')).filter((message) => message !== 'msg');
  expect(messages.length).toBeGreaterThan(5);
  const sources = globSync('{*.ts,{server,worker,doorbell,tracing,domain,prisma}/**/*.ts}', {
    exclude: ['prisma/generated/**'],
  });
  const source = (await Promise.all(sources.map(read))).join('');
  for (const message of messages) expect(source).toContain(`'${message}`);
});

test('it names every code that an error of GraphQL may have', async () => {
  const token = await adminBearer(gatehouse);
  const ask = async (document: string, options = {}) =>
    (await gatehouse.graphql(document, {}, options)).errors[0]?.extensions?.code;
  await gatehouse.sql('ALTER TABLE portals RENAME TO portals_away');
  const fault = await ask('{ portal(slug: "demo") { name } }');
  await gatehouse.sql('ALTER TABLE portals_away RENAME TO portals');
  const codes = [
    fault,
    await ask('{ developers { totalCount } }'),
    await ask('{ developers(first: 1000) { totalCount } }', { token }),
    await ask('{'),
    await ask(`{ ${'portal(slug: "demo") { name } '.repeat(2_000)} }`),
    await ask('{ nope }'),
    await ask(
      'mutation { a: verifyEmail(input: { token: "" }) { __typename } b: verifyEmail(input: { token: "" }) { __typename } }',
    ),
  ];
  expect(new Set(codes).size).toBe(6);
  for (const code of codes) expect(texts).toContain(`\`${code}\``);
  const wrong = await gatehouse.graphql('query($slug: String!) { portal(slug: $slug) { name } }', { slug: 1 });
  expect([wrong.status, wrong.errors[0]?.extensions?.code]).toEqual([400, undefined]);
});
