import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { ISSUE_CODES } from '../../domain/issue.ts';
import { schema } from '../../schema/index.ts';
import { LANGUAGES } from '../../texts/languages.ts';

const ROOT = 'texts';

type Texts = { [key: string]: string | Texts };

const languages = (await readdir(ROOT, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);

/** Each text by its file and key, such as `pages/parts.json why.USED`. */
async function textsOf(language: string): Promise<Map<string, string>> {
  const files = (await readdir(join(ROOT, language), { recursive: true })).filter((file) => file.endsWith('.json')).toSorted();
  const texts = new Map<string, string>();
  const add = (path: string, found: Texts): void => {
    for (const [key, text] of Object.entries(found)) {
      if (typeof text === 'string') texts.set(path + key, text);
      else add(`${path}${key}.`, text);
    }
  };
  for (const file of files) add(`${file} `, JSON.parse(await readFile(join(ROOT, language, file), 'utf8')));
  return texts;
}

async function codeOf(...folders: string[]): Promise<string> {
  const names = await Promise.all(
    folders.map(async (folder) => (await readdir(folder, { recursive: true })).map((name) => join(folder, name))),
  );
  const files = names.flat().filter((name) => /\.tsx?$/.test(name));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
}

/** What the code fills in: arguments and tags. The words in a plural are none. */
const filledIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)(?=[,}])|<(\w+)>/g)].map(([whole]) => whole.replace(/^./, '')))].toSorted();

/** What is wrong with a field is said in English where it is found, and in the other languages by its code. */
const isIssue = (path: string): boolean => path.startsWith('api/issues.json');
const withoutIssues = (texts: Map<string, string>) => new Map([...texts].filter(([path]) => !isIssue(path)));

const english = await textsOf('en');

test('each folder is a language that portals can offer', () => {
  expect(languages.toSorted()).toEqual([...LANGUAGES].toSorted());
});

test.each(languages)('%s has every text, and none besides', async (language) => {
  expect([...withoutIssues(await textsOf(language)).keys()]).toEqual([...english.keys()]);
});

test.each(languages)('the texts of %s have the arguments and tags of the English ones', async (language) => {
  const texts = withoutIssues(await textsOf(language));
  const argumentsOf = (all: Map<string, string>) => Object.fromEntries([...all].map(([key, text]) => [key, filledIn(text)]));
  expect(argumentsOf(texts)).toEqual(argumentsOf(english));
});

const sources = await Promise.all(
  (await readdir('web', { recursive: true }))
    .filter((file) => /\.tsx?$/.test(file) && !/^(admin|generated|dist|build)\//.test(file))
    .map(async (file) => ({ file, text: await readFile(join('web', file), 'utf8') })),
);

/** Values of enums of the API are keys by themselves, such as in `t(status)`, and so are the names of its errors. */
const values = new Set(
  (
    (await readFile('schema/schema.graphql', 'utf8')).match(/^ {2}[A-Z][A-Z_]*$|(?<=^type )\w+(?= implements Error)/gm) ?? []
  ).map((value) => value.trim()),
);

/** Types hold that each text that is used exists. */
test('each text of the pages is used', () => {
  const code = sources.map(({ text }) => text).join('\n');
  const isUsed = (key: string): boolean =>
    values.has(key) || new RegExp(`['"\`.]${key}['"\`]|\\b${key}:`).test(code) || code.includes(`'${key}'`);
  const unused = [...english.keys()].filter(
    (path) => path.startsWith('pages/') && !path.startsWith('pages/document') && !isUsed(path.match(/\w+$/)?.[0] ?? ''),
  );
  expect(unused).toEqual([]);
});

test('each text of the mails is used', async () => {
  const code = await codeOf('emails');
  const isUsed = (area: string, key: string): boolean =>
    /\.[A-Z_]+$/.test(key) || new RegExp(`['"\`]${area}\\.${key.replace(/WithId$/, '')}['"\`]`).test(code);
  const unused = [...english.keys()].filter((path) => {
    const [, area = '', key = ''] = path.match(/^mails\/(\w+)\.json (.+)$/) ?? [];
    return area !== '' && !isUsed(area, key) && !/^sso\.(?:account|listed)/.test(`${area}.${key}`);
  });
  expect(unused).toEqual([]);
});

/** A lint rule holds the same for the text between tags. */
test('no page of a portal has a text of its own', () => {
  const attribute = /\s(?:aria-label|alt|hint|label|placeholder|submit|title|done)="[^"]*[a-z][^"]*"/g;
  const sentence = /(['"`])[A-Z][a-z]+(?: [^'"`\n]+)+[.?!…]?\1/g;
  const found = sources.flatMap(({ file, text }) =>
    [...text.matchAll(attribute), ...text.replaceAll(/\/\*\*[\s\S]*?\*\/|\/\/.*$/gm, '').matchAll(sentence)].map(
      ([one]) => `${file}:${one}`,
    ),
  );
  expect(found).toEqual([]);
});

const issuesOf = async (language: string): Promise<Texts> =>
  JSON.parse(await readFile(join(ROOT, language, 'api/issues.json'), 'utf8'));

test('the languages besides English say the same issues, each by a code of the API or by a text that the domain names', async () => {
  const [first, ...others] = await Promise.all(languages.filter((language) => language !== 'en').map(issuesOf));
  for (const other of others) expect(Object.keys(other)).toEqual(Object.keys(first ?? {}));
  const domain = await codeOf('domain');
  const unknown = Object.keys(first ?? {}).filter((key) => !Object.hasOwn(ISSUE_CODES, key) && !domain.includes(`'${key}'`));
  expect(unknown).toEqual([]);
});

test('each expected failure of the API has its texts', () => {
  const failures = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Error') ? [type.name] : [],
  );
  const told = new Set([...english.keys()].flatMap((path) => path.match(/^api\/errors\.json (\w+)\./)?.[1] ?? []));
  expect(failures.filter((name) => name !== 'InvalidInput' && !told.has(name))).toEqual([]);
});

test('each text of a failure is used', async () => {
  const code = await codeOf('domain', 'schema', 'server');
  const reasons = [...english.keys()].flatMap((path) => path.match(/^api\/errors\.json \w+\.(.+)$/)?.[1] ?? []);
  expect(reasons.filter((reason) => !code.includes(`'${reason}'`) && !code.includes(`  ${reason}:`))).toEqual([]);
});
