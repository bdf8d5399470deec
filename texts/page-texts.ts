import type { pages } from './en/pages.ts';

/** What each language has: the areas and keys of English. */
export type PageTexts = typeof pages;
