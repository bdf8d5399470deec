import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import compileText from 'icu-minify/compile';
import type { Plugin } from 'vite';

type Texts = { [key: string]: string | Texts };

const FOLDER = join(import.meta.dirname, '../admin/texts');
const PAGES = join(import.meta.dirname, '../../texts');
const AREA = /\buseTranslations\('(\w+)/g;
const PART = /\bimport\('\.[^']+\.tsx'\)/g;

const compile = (texts: Texts): object =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, typeof text === 'string' ? compileText(text) : compile(text)]),
  );

/**
 * Parses the texts here rather than in the browser, which so needs no parser of ICU messages. A file of the admins' pages that uses an area of
 * their catalogue begins to load this area, in the language of the desk, and a part that is loaded later waits for its areas. So a page waits for
 * its own texts only. Pages of portals load one language as a whole.
 */
export const texts: Plugin = {
  name: 'texts',
  enforce: 'pre',
  config: () => ({ resolve: { alias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } } }),
  async load(id) {
    return [FOLDER, PAGES].some((folder) => id.startsWith(folder)) && id.endsWith('.json')
      ? JSON.stringify(compile(JSON.parse(await readFile(id, 'utf8'))))
      : null;
  },
  transform(code, id) {
    if (!id.includes('/web/admin/')) return null;
    const areas = new Set(
      [...code.matchAll(AREA)].flatMap(([, area = '']) => (existsSync(`${FOLDER}/en/${area}.json`) ? [area] : [])),
    );
    const waiting = code.replaceAll(PART, 'withTexts($&)');
    if (areas.size === 0 && waiting === code) return null;
    const needs = [...areas].map((area) => `needTexts('${area}');`);
    return { code: `import { needTexts, withTexts } from '${FOLDER}/load-texts.ts';${needs.join('')}${waiting}`, map: null };
  },
};
