import type issues from './de/api/issues.json';
import type { api } from './en/api.ts';

/** What each language has besides English: the failures of English, and what is wrong with a field, by the code of the issue. */
export type ApiTexts = typeof api & { issues: typeof issues };
