import type { Messages } from 'use-intl';
import { orNotLoaded } from '../../not-loaded.ts';
import { LANGUAGE } from '../language.ts';

const SHARED = import.meta.glob<Partial<Messages>>('./*/shared.ts', { import: 'shared' });
const AREAS = import.meta.glob<object>('./*/*.json', { import: 'default' });

/** What is here so far, in the language of the desk. */
export const loadedTexts: Partial<Messages> = {};

const loading = new Map<string, Promise<unknown>>();

function begin(name: string, texts: Promise<Partial<Messages>> | undefined): void {
  if (texts) loading.set(name, orNotLoaded(texts.then((found) => Object.assign(loadedTexts, found))));
}

/**
 * Begins to load an area of the catalogue. The build adds a call to each file that uses one: see `web/build/texts.ts`.
 * @public
 */
export function needTexts(area: keyof Messages): void {
  if (loading.has(area)) return;
  begin(
    area,
    AREAS[`./${LANGUAGE}/${area}.json`]?.().then((texts) => ({ [area]: texts })),
  );
}

/** A part of the pages is there once its texts are, too. The build puts it around each import of one. */
export async function withTexts<Part>(part: Promise<Part>): Promise<Part> {
  const loaded = await part;
  await Promise.all(loading.values());
  return loaded;
}

begin('shared', SHARED[`./${LANGUAGE}/shared.ts`]?.());
