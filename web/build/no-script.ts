import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const TEXTS = join(import.meta.dirname, '../../texts');
const PLACE = '<!-- in every language -->';

async function sentenceIn(language: string): Promise<string> {
  const { noScript } = JSON.parse(await readFile(join(TEXTS, language, 'pages/document.json'), 'utf8'));
  return `<p lang="${language}">${noScript}</p>`;
}

/** Says it in all languages, because only a script knows which one the reader wants. */
export const noScript: Plugin = {
  name: 'no-script',
  async transformIndexHtml(html) {
    const folders = (await readdir(TEXTS, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const sentences = await Promise.all(folders.map(({ name }) => sentenceIn(name)));
    return html.replace(PLACE, sentences.join(''));
  },
};
