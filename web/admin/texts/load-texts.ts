import type { Messages } from 'use-intl';
import { LANGUAGE } from '../language.ts';

/** `desk` keeps these apart from the same files in the bundle of portals, which loads a language as a whole. */
const LOADERS = import.meta.glob<object>(['./*/*.json', '../../../texts/{en,de}/pages/{factors,links,parts,proofs}.json'], {
  import: 'default',
  query: '?desk',
});

/** What is here so far, in the language of the desk. */
export const loadedTexts: Partial<Messages> = {};

const loading = new Map<string, Promise<unknown>>();

const load = (area: string): Promise<object> | undefined =>
  (LOADERS[`./${LANGUAGE}/${area}.json`] ?? LOADERS[`../../../texts/${LANGUAGE}/pages/${area}.json`])?.();

function begin(area: string, texts: Promise<object> | undefined): void {
  if (texts)
    loading.set(
      area,
      texts.then((found) => Object.assign(loadedTexts, { [area]: found })),
    );
}

/**
 * Begins to load an area of the catalogue. The build adds a call to each file that uses one: see `web/build/texts.ts`.
 * @public
 */
export function needTexts(area: string): void {
  if (!loading.has(area)) begin(area, load(area));
}

/** A part of the pages is there once its texts are, too. The build puts it around each import of one. */
export async function withTexts<Part>(part: Promise<Part>): Promise<Part> {
  const loaded = await part;
  await Promise.all(loading.values());
  return loaded;
}
