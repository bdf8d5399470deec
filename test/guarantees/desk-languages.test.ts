import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import compileText from 'icu-minify/compile';
import { expect, test } from 'vitest';

const ROOT = 'web/admin/texts';
/** How `icu-minify` writes the `#` of a plural. */
const POUND = 0;
/** Up to so many words, such as `OpenID Connect`, can be the same in two languages. */
const MOST_ALIKE = 2;

type Texts = { [key: string]: string | Texts };

const languages = (await readdir(ROOT, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);

/** Each text by its file and key, such as `emails.json names.INVITATION`. */
async function textsOf(language: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const add = (path: string, found: Texts): void => {
    for (const [key, text] of Object.entries(found)) {
      if (typeof text === 'string') texts.set(path + key, text);
      else add(`${path}${key}.`, text);
    }
  };
  const files = (await readdir(join(ROOT, language))).filter((file) => file.endsWith('.json')).toSorted();
  for (const file of files) add(`${file} `, JSON.parse(await readFile(join(ROOT, language, file), 'utf8')));
  return texts;
}

/** What the code fills in: the names of arguments and tags, wherever in a plural or choice they stand. */
function filledIn(text: string): string[] {
  const names = new Set<string>();
  const look = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [name, kind, ...rest] = part;
    const isNamed = typeof name === 'string' && (part.length === 1 || (typeof kind === 'number' && kind !== POUND));
    if (isNamed) names.add(name);
    for (const one of isNamed ? rest.flatMap((options) => Object.values(Object(options))) : part) look(one);
  };
  look(compileText(text));
  for (const [, tag = ''] of text.matchAll(/<(\w+)>/g)) names.add(`<${tag}>`);
  return [...names].toSorted();
}

const english = await textsOf('en');

test('each folder is a language that admins can choose, and that portals have', async () => {
  const named = (await readFile('web/admin/language.ts', 'utf8')).match(/LANGUAGES = \[(.*)\]/)?.[1] ?? '';
  expect(named.match(/[\w-]+/g)?.toSorted()).toEqual(languages.toSorted());
  // The components that both bundles use have their texts there.
  const loaded = (await readFile('web/admin/texts/load-texts.ts', 'utf8')).match(/texts\/\{(.*?)\}\/pages/)?.[1] ?? '';
  expect(loaded.split(',').toSorted()).toEqual(languages.toSorted());
});

test.each(languages)('%s has every text of the desk, and none besides', async (language) => {
  expect([...(await textsOf(language)).keys()]).toEqual([...english.keys()]);
});

test.each(languages)('the texts of the desk in %s have the arguments and tags of the English ones', async (language) => {
  const argumentsOf = (all: Map<string, string>) => Object.fromEntries([...all].map(([key, text]) => [key, filledIn(text)]));
  expect(argumentsOf(await textsOf(language))).toEqual(argumentsOf(english));
});

test.each(languages.filter((language) => language !== 'en'))(
  'no sentence of the desk in %s was left in English',
  async (language) => {
    const left = [...(await textsOf(language))].filter(
      ([key, text]) => text === english.get(key) && (text.match(/(?<!\{)\b\p{L}{2,}(?![\w}])/gu) ?? []).length > MOST_ALIKE,
    );
    expect(left).toEqual([]);
  },
);
