import type { en } from './en.ts';

/** The areas whose pages are loaded. The build fills it: see `web/build/texts.ts`. */
export const loadedTexts: Partial<typeof en> = {};
