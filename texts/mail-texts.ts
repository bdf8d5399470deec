import type { mails } from './en/mails.ts';

/** What each language has: the areas and keys of English. */
export type MailTexts = typeof mails;
