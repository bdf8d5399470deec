import type { Messages } from 'use-intl';
import { orNotLoaded } from '../../not-loaded.ts';
import { LANGUAGE } from '../language.ts';

const SHARED = import.meta.glob<Partial<Messages>>('./*/shared.ts', { import: 'shared' });
const AREAS = import.meta.glob<object>('./*/*.json', { import: 'default' });

/** What is here so far, in the language of the desk. */
export const loadedTexts: Partial<Messages> = {};

const loading = new Map<string, Promise<void>>();

/** Begins to load an area of the catalogue. The build adds a call to each file that uses one: see `web/build/texts.ts`. */
export function needTexts(area: keyof Messages): void {
  if (loading.has(area)) return;
  const load = AREAS[`./${LANGUAGE}/${area}.json`];
  if (load) loading.set(area, orNotLoaded(load()).then((texts) => void Object.assign(loadedTexts, { [area]: texts })));
}

/** A part of the pages is there once its texts are, too. The build puts it around each import of one. */
export async function withTexts<Part>(part: Promise<Part>): Promise<Part> {
  const loaded = await part;
  await Promise.all(loading.values());
  return loaded;
}

const loadShared = SHARED[`./${LANGUAGE}/shared.ts`];
if (loadShared) loading.set('shared', orNotLoaded(loadShared()).then((texts) => void Object.assign(loadedTexts, texts)));
