import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { present } from '../kit/present.ts';
import { importsOf } from '../kit/source-files.ts';

/** Acts of one file, which has them in a table: only a status, a mail and a word differ. */
const DECISIONS = ['approveDevelopers', 'rejectDevelopers', 'revokeDevelopers', 'reinstateDevelopers'];
const BULK_DECISIONS = ['approveAll', 'rejectAll'];

function nameOf(mutation: string): string {
  if (BULK_DECISIONS.includes(mutation)) return 'decideAll';
  return DECISIONS.includes(mutation) ? 'decide' : mutation;
}

const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
const files = (await readdir('domain', { recursive: true })).map((file) => `domain/${file}`);

test.each(mutations)('what %s does is read in a file of domain/ that is named after it', async (mutation) => {
  const name = nameOf(mutation);
  const found = files.filter((file) => file.endsWith(`/${kebab(name)}.ts`));
  expect(found).toHaveLength(1);
  const exported = await import(`../../${found[0]}`);
  expect(exported[name]).toBeTypeOf('function');
});

test('the tests of each act are in the file of test/ that mirrors its file of domain/', async () => {
  const tests = new Set((await readdir('test', { recursive: true })).map((file) => `test/${file}`));
  const names = new Set(mutations.map((name) => `/${kebab(nameOf(name))}.ts`));
  const acts = files.filter((file) => names.has(file.slice(file.lastIndexOf('/'))));
  expect(acts).toHaveLength(names.size);
  const mirrored = acts.map((file) => file.replace(/^domain\/(.*)\.ts$/, 'test/$1.test.ts'));
  expect(mirrored.filter((file) => !tests.has(file))).toEqual([]);
});

test('one file of schema/ reaches each act', async () => {
  const nouns = (await readdir('schema')).filter((file) => file.endsWith('.ts'));
  const acts = new Set(mutations.map((name) => `${kebab(nameOf(name))}.ts`));
  const imported = await Promise.all(nouns.map((file) => importsOf(`schema/${file}`)));
  const found = imported
    .flat()
    .flatMap(({ name, isType }) => (isType || !name.startsWith('../domain/') ? [] : [present(name.split('/').at(-1))]));
  expect(found.filter((file) => acts.has(file)).toSorted()).toEqual([...acts].toSorted());
});
