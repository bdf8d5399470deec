import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const TEXTS = join(import.meta.dirname, '../../texts');
const PLACE = /<!-- in every language: (\w+) -->/g;

/** Puts texts of `document.json` into the page, in all languages, because only a script knows which one the reader wants. */
export const everyLanguage: Plugin = {
  name: 'every-language',
  async transformIndexHtml(html) {
    const folders = (await readdir(TEXTS, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const documents = await Promise.all(
      folders.map(async ({ name }) => ({
        name,
        texts: JSON.parse(await readFile(join(TEXTS, name, 'pages/document.json'), 'utf8')),
      })),
    );
    return html.replace(PLACE, (_, key: string) =>
      documents.map(({ name, texts }) => `<p lang="${name}">${texts[key]}</p>`).join(''),
    );
  },
};
