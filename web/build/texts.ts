import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import compileText from 'icu-minify/compile';
import type { Plugin } from 'vite';

type Texts = { [key: string]: string | Texts };

const ADMIN = join(import.meta.dirname, '../admin');
const FOLDER = join(ADMIN, 'texts');
const PAGES = join(import.meta.dirname, '../../texts');
const AREA = /\buseTranslations\('(\w+)/g;
const IMPORTED = /^import (?!type)[^;]*? from '(\.[^']+\.tsx?)'/gm;
const PART = /\bimport\('\.[^']+\.tsx'\)/g;

const compile = (texts: Texts): object =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, typeof text === 'string' ? compileText(text) : compile(text)]),
  );

const areasIn = (code: string): string[] => [...code.matchAll(AREA)].flatMap(([, area = '']) => area);

/** The areas of a file of the admins' pages, and of the files of portals' pages that it uses. */
function areasOf(id: string, code: string, seen = new Set<string>()): Set<string> {
  const areas = new Set(areasIn(code));
  for (const [, path = ''] of code.matchAll(IMPORTED)) {
    const file = join(dirname(id), path);
    if (seen.has(file) || file.startsWith(`${ADMIN}/`) || !existsSync(file)) continue;
    seen.add(file);
    for (const area of areasOf(file, readFileSync(file, 'utf8'), seen)) areas.add(area);
  }
  return areas;
}

/**
 * Parses the texts here rather than in the browser, which so needs no parser of ICU messages. A file of the admins' pages begins to load the areas
 * that it uses, in the language of the desk, and a part that is loaded later waits for its areas. So a page waits for its own texts only. Pages of
 * portals load one language as a whole.
 */
export const texts: Plugin = {
  name: 'texts',
  enforce: 'pre',
  config: () => ({ resolve: { alias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } } }),
  async load(id) {
    const [file = '', query] = id.split('?');
    if (![FOLDER, PAGES].some((folder) => file.startsWith(folder)) || !file.endsWith('.json')) return null;
    const compiled = JSON.stringify(compile(JSON.parse(await readFile(file, 'utf8'))));
    // Vite takes a file with a query for a script.
    return query === undefined ? compiled : `export default ${compiled};`;
  },
  transform(code, id) {
    if (!id.startsWith(`${ADMIN}/`)) return null;
    const areas = areasOf(id, code);
    const waiting = code.replaceAll(PART, 'withTexts($&)');
    if (areas.size === 0 && waiting === code) return null;
    const needs = [...areas].map((area) => `needTexts('${area}');`);
    return { code: `import { needTexts, withTexts } from '${FOLDER}/load-texts.ts';${needs.join('')}${waiting}`, map: null };
  },
};
