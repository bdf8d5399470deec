import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = 'web/admin';
const TEXTS = join(ROOT, 'texts');

type Texts = { [key: string]: string | Texts };

const keysOf = (texts: Texts): string[] =>
  Object.entries(texts).flatMap(([key, text]) => (typeof text === 'string' ? [key] : keysOf(text)));

const sources = await Promise.all(
  (await readdir(ROOT, { recursive: true }))
    .filter((file) => /\.tsx?$/.test(file) && !/^(generated|texts)\//.test(file))
    .map(async (file) => ({ file, text: await readFile(join(ROOT, file), 'utf8') })),
);
const areas = (await readdir(TEXTS)).filter((file) => file.endsWith('.json')).map((file) => file.replace('.json', ''));
const enums = new Set(
  (await readFile('schema/schema.graphql', 'utf8')).match(/^ {2}[A-Z][A-Z_]*$/gm)?.map((line) => line.trim()),
);

/** A value of an enum of the API is a key by itself: `t(status)`. Other keys stand in a file that uses the area. */
test.each(areas)('each text of the area %s is used', async (area) => {
  const using = sources.filter(({ text }) => new RegExp(`useTranslations\\('${area}\\b`).test(text));
  const together = using.map(({ text }) => text).join('\n');
  const unused = keysOf(JSON.parse(await readFile(join(TEXTS, `${area}.json`), 'utf8'))).filter(
    (key) => !(new RegExp(`['"\`.]${key}['"\`]|\\b${key}:`).test(together) || (enums.has(key) && /\bt\((?!')/.test(together))),
  );
  expect(unused).toEqual([]);
});

test('no component has a text of its own', () => {
  const literal = /\s(?:aria-label|alt|hint|label|none|placeholder|submit|title)="[^"]*[a-z][^"]*"/g;
  const found = sources.flatMap(({ file, text }) => [...text.matchAll(literal)].map(([attribute]) => `${file}:${attribute}`));
  expect(found).toEqual([]);
});
