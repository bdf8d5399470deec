import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { OwnPages } from '../domain/portals/own-hosts.ts';
import { findLanguage } from '../texts/find-language.ts';
import { acceptedLanguages } from './accepted-languages.ts';
import { type FixedAnswer, fixedAnswer } from './fixed-answer.ts';

/** @limit documents: Documents for hosts of portals' own that a process remembers, 7 MB. Beyond: The one that was used longest ago is made again. */
export const MOST_AT_HOSTS = 500;

/** Of readers who ask for none that there is. */
const FALLBACK = 'en';

type Shell = {
  /** The document. At a host of a portal's own, it tells its script which portal that is. */
  answer: (own: OwnPages | null) => Promise<FixedAnswer>;
  /** The sources of `style-src` that it needs. */
  styles: string;
};

/**
 * Reads the documents that the build made (`web/build/shells.ts`), and returns a function that finds the one for a path and a reader. Other paths have
 * that of the first page of a portal or of the desk. It finds none before the pages are built.
 * @param folder has a folder for each language
 */
export function shellsIn(folder: string) {
  const byPage = new Map<string, Map<string, Shell>>();
  const atHosts = new LRUCache<string, Promise<FixedAnswer>>({ max: MOST_AT_HOSTS });
  for (const file of existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []) {
    const [, language = '', page = ''] = /^([^/]+)\/(.+)\.html$/.exec(file) ?? [];
    if (!page) continue;
    const languages = byPage.get(page) ?? new Map<string, Shell>();
    byPage.set(page, languages.set(language, shellOf(file, readFileSync(join(folder, file), 'utf8'), atHosts)));
  }
  return (url: string, acceptLanguage: string | undefined): Shell | undefined => {
    const { page, first } = pageOf(url);
    const languages = byPage.get(page) ?? byPage.get(first);
    const language = languages && findLanguage(acceptedLanguages(acceptLanguage), [...languages.keys()]);
    return languages?.get(language ?? FALLBACK);
  };
}

function shellOf(file: string, text: string, atHosts: LRUCache<string, Promise<FixedAnswer>>): Shell {
  const styles = [...text.matchAll(/<style>(.*?)<\/style>/gs)].map(
    ([, style = '']) => `'sha256-${hash('sha256', style, 'base64')}'`,
  );
  let everywhere: Promise<FixedAnswer> | undefined;
  return {
    styles: ["'self'", ...styles].join(' '),
    answer: (own) => {
      if (!own) {
        everywhere ??= fixedAnswer(text);
        return everywhere;
      }
      const key = `${file} ${own.slug} ${own.path}`;
      const answer = atHosts.get(key) ?? fixedAnswer(textAt(text, own));
      atHosts.set(key, answer);
      return answer;
    },
  };
}

const ROOT = '<div id="root"';

const textAt = (text: string, { slug, path }: OwnPages): string =>
  text.replace(ROOT, () => `${ROOT} data-portal="${slug}" data-path="${path.replaceAll('&', '&amp;')}"`);

function pageOf(url: string): { page: string; first: string } {
  const path = url.split('?', 1)[0] ?? '';
  if (/^\/admin(\/|$)/.test(path)) return { page: path.slice(1), first: 'admin/index' };
  return { page: path.replace(/^\/p\/[^/]+/, 'p'), first: 'p/index' };
}
