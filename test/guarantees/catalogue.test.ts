import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { VARIABLES } from '../../texts/templated-mails.ts';

const ROOT = 'web/admin';
const TEXTS = join(ROOT, 'texts/en');

type Texts = { [key: string]: string | Texts };

const keysOf = (texts: Texts): string[] =>
  Object.entries(texts).flatMap(([key, text]) => (typeof text === 'string' ? [key] : keysOf(text)));

const read = (file: string): Promise<string> => readFile(file, 'utf8');

const sources = await Promise.all(
  (await readdir(ROOT, { recursive: true }))
    .filter((file) => /\.tsx?$/.test(file) && !/^(generated|texts)\//.test(file))
    .map(async (file) => ({ file, text: await read(join(ROOT, file)) })),
);
const areas = (await readdir(TEXTS)).filter((file) => file.endsWith('.json')).map((file) => file.replace('.json', ''));

/** What the API answers is a key by itself, such as in `t(status)`: values of enums, names of errors, types of events, and names of jobs. */
const answers = new Set([
  ...((await read('schema/schema.graphql')).match(/^ {2}[A-Z][A-Z_]*$|(?<=^type )\w+(?= implements Error)/gm) ?? []).map(
    (value) => value.trim(),
  ),
  ...((await read('domain/events/types.ts')).match(/(?<=^ {2}')[\w-]+\.[\w-]+/gm) ?? []).map((type) => type.replace('.', '_')),
  ...((await read('domain/jobs/jobs.ts')).match(/(?<=^ {2})\w+(?=:)/gm) ?? []),
]);

/** Names of settings, and of what else an event says, are keys of the log. */
const logged = new Set([
  ...((await read('prisma/schema.prisma')).match(/(?<=^ {2})\w+/gm) ?? []),
  ...((await read('domain/events/types.ts')).match(/\b\w+(?=:|, | }|,$)/gm) ?? []),
  ...((await read('domain/branding/branding.ts')).match(/\b\w+(?=:)/g) ?? []),
]);

/** Of these areas, what the API names is a key, too. */
const named: Record<string, Set<string>> = { logged, emails: new Set(Object.keys(VARIABLES)) };

/** Types hold that each text that is used exists. */
test.each(areas)('each text of the area %s is used', async (area) => {
  const folders = new Set(
    sources.flatMap(({ file, text }) => (text.includes(`useTranslations('${area}`) ? [dirname(file)] : [])),
  );
  const around = sources.flatMap(({ file, text }) => (folders.has(dirname(file)) ? [text] : [])).join('\n');
  const isUsed = (key: string): boolean =>
    answers.has(key) || (named[area]?.has(key) ?? false) || new RegExp(`['"\`.]${key}['"\`]|\\b${key}:`).test(around);
  const unused = keysOf(JSON.parse(await read(join(TEXTS, `${area}.json`)))).filter((key) => !isUsed(key));
  expect(unused).toEqual([]);
});

test('no component has a text of its own', () => {
  const literal = /\s(?:aria-label|alt|hint|label|none|placeholder|submit|title)="[^"]*[a-z][^"]*"/g;
  const found = sources.flatMap(({ file, text }) => [...text.matchAll(literal)].map(([attribute]) => `${file}:${attribute}`));
  expect(found).toEqual([]);
});
