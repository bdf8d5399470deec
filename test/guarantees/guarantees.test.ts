import { glob, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const PAGE = 'docs/guarantees.md';
const page = await readFile(PAGE, 'utf8');

/** The ids of a title, which begins with them, such as `R7, I2: `. */
const IDS = /['"`;] ?((?:[RI]\d+(?:, )?)+): /g;

/** The test files that bear each id in a title. */
async function filesById(): Promise<Map<string, Set<string>>> {
  const files = new Map<string, Set<string>>();
  for await (const file of glob('test/**/*.test.ts')) {
    for (const [, ids = ''] of (await readFile(file, 'utf8')).matchAll(IDS)) {
      for (const id of ids.split(', ')) files.set(id, (files.get(id) ?? new Set()).add(file));
    }
  }
  return files;
}

const promised = [...page.matchAll(/^- \*\*([RI]\d+)\*\* /gm)].map(([, id = '']) => id);
const files = await filesById();

test('each guarantee has a test that bears its id, and each id of a test is a guarantee', () => {
  expect([...files.keys()].toSorted()).toEqual(promised.toSorted());
});

/** After a test was moved: `npx vitest run test/guarantees/guarantees.test.ts -u` */
test('the page names the files of those tests', async () => {
  const listed = page.replaceAll(/^- \*\*(\w+)\*\* (.*)\n {2}Tests:.*$/gm, (_, id: string, promise: string) => {
    const names = [...(files.get(id) ?? [])].toSorted().map((file) => `\`${file}\``);
    return `- **${id}** ${promise}\n  Tests: ${names.join(', ')}`;
  });
  await expect(listed).toMatchFileSnapshot(`../../${PAGE}`);
});
