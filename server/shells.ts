import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLanguage } from '../texts/find-language.ts';
import { acceptedLanguages } from './accepted-languages.ts';
import { type FixedAnswer, fixedAnswer } from './fixed-answer.ts';

/** Of readers who ask for none that there is. */
const FALLBACK = 'en';

/** `styles` are the sources of `style-src` that the document needs. */
type Shell = { answer: () => Promise<FixedAnswer>; styles: string };

/**
 * Reads the documents that the build made (`web/build/shells.ts`), and returns a function that finds the one for a path and a reader. Other paths have
 * that of the first page of a portal or of the desk. It finds none before the pages are built.
 * @param folder has a folder for each language
 */
export function shellsIn(folder: string) {
  const byPage = new Map<string, Map<string, Shell>>();
  for (const file of existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []) {
    const [, language = '', page = ''] = /^([^/]+)\/(.+)\.html$/.exec(file) ?? [];
    if (!page) continue;
    const languages = byPage.get(page) ?? new Map<string, Shell>();
    byPage.set(page, languages.set(language, shellOf(readFileSync(join(folder, file), 'utf8'))));
  }
  return (url: string, acceptLanguage: string | undefined): Shell | undefined => {
    const { page, first } = pageOf(url);
    const languages = byPage.get(page) ?? byPage.get(first);
    const language = languages && findLanguage(acceptedLanguages(acceptLanguage), [...languages.keys()]);
    return languages?.get(language ?? FALLBACK);
  };
}

function shellOf(text: string): Shell {
  const styles = [...text.matchAll(/<style>(.*?)<\/style>/gs)].map(
    ([, style = '']) => `'sha256-${hash('sha256', style, 'base64')}'`,
  );
  let answer: Promise<FixedAnswer> | undefined;
  return {
    styles: ["'self'", ...styles].join(' '),
    answer: () => {
      answer ??= fixedAnswer(text);
      return answer;
    },
  };
}

function pageOf(url: string): { page: string; first: string } {
  const path = url.split('?', 1)[0] ?? '';
  if (/^\/admin(\/|$)/.test(path)) return { page: path.slice(1), first: 'admin/index' };
  return { page: path.replace(/^\/p\/[^/]+/, 'p'), first: 'p/index' };
}
