import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import compileText from 'icu-minify/compile';
import type { Plugin } from 'vite';

type Texts = { [key: string]: string | Texts };

const FOLDER = join(import.meta.dirname, '../admin/texts');
const AREA = /\buseTranslations\('(\w+)/g;

const compile = (texts: Texts): object =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, typeof text === 'string' ? compileText(text) : compile(text)]),
  );

/**
 * Parses the texts here rather than in the browser, which so needs no parser of ICU messages. A file that uses an area of the catalogue
 * loads this area, so that a page waits for its own texts only.
 */
export const texts: Plugin = {
  name: 'texts',
  enforce: 'pre',
  config: () => ({ resolve: { alias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } } }),
  async load(id) {
    return id.startsWith(FOLDER) && id.endsWith('.json')
      ? JSON.stringify(compile(JSON.parse(await readFile(id, 'utf8'))))
      : null;
  },
  transform(code, id) {
    const areas = new Set([...code.matchAll(AREA)].map(([, area]) => area));
    if (areas.size === 0 || !id.includes('/web/admin/')) return null;
    const loads = [...areas].map(
      (area) => `import ${area}Texts from '${FOLDER}/${area}.json';Object.assign(loadedTexts, { ${area}: ${area}Texts });`,
    );
    return { code: `import { loadedTexts } from '${FOLDER}/loaded.ts';${loads.join('')}${code}`, map: null };
  },
};
