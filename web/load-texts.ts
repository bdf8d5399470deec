import type { PageTexts } from '../texts/page-texts.ts';
import { orNotLoaded } from './not-loaded.ts';

/** One chunk per language, so that a page loads only the language that it is in. */
const LOADERS = import.meta.glob<{ pages: PageTexts }>('../texts/*/pages.ts');

const loaderOf = (language: string) => LOADERS[`../texts/${language}/pages.ts`];

/** Each folder of `texts/` is a language. */
export const LANGUAGES = Object.keys(LOADERS).flatMap((path) => path.split('/')[2] ?? []);

const loaded = new Map<string, Promise<PageTexts>>();

/** The same promise for each call with this language. */
export function loadTexts(language: string): Promise<PageTexts> {
  const texts = loaded.get(language) ?? load(language);
  loaded.set(language, texts);
  return texts;
}

async function load(language: string): Promise<PageTexts> {
  const loader = loaderOf(language);
  if (!loader) throw new Error(language);
  return (await orNotLoaded(loader())).pages;
}
