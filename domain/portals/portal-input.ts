import { z } from 'zod';
import { address, line, name, pageAddress, webAddress } from '../input.ts';
import { SHORTEST_MIN_LENGTH } from '../passwords/check-password.ts';
import { isSlug } from './find-portal.ts';

const MOST_ORIGINS = 20;
const LONGEST_MIN_LENGTH = 64;
const MOST_CONTEXT_WORDS = 20;
const SHORTEST_CONTEXT_WORD = 3;
const LONGEST_CONTEXT_WORD = 64;
const LONGEST_VERSION = 64;

const isOrigin = (text: string): boolean => URL.parse(text)?.origin === text && /^https?:/.test(text) && !text.includes('*');

const contextWord = name.refine(
  ({ length }) => length >= SHORTEST_CONTEXT_WORD && length <= LONGEST_CONTEXT_WORD,
  `Must have ${SHORTEST_CONTEXT_WORD} to ${LONGEST_CONTEXT_WORD} characters.`,
);

const mailbox = address.transform(({ typed }) => typed);

/** The settings of a portal, checked in the same way when it is created and when it is changed. */
export const portalFields = {
  slug: z.string().refine(isSlug, 'Must be 1 to 63 lower-case letters, digits and inner hyphens.'),
  name,
  publicUrl: webAddress.refine((text) => !text.includes('?'), 'Must have no query: the pages are below it.'),
  catalogUrl: webAddress,
  contactEmail: mailbox,
  mailFrom: mailbox,
  origins: z
    .array(z.string().refine(isOrigin, 'This is not an origin such as https://portal.example.com.'))
    .max(MOST_ORIGINS, `Name at most ${MOST_ORIGINS}.`),
  passwordMinLength: z
    .int()
    .refine(
      (length) => length >= SHORTEST_MIN_LENGTH && length <= LONGEST_MIN_LENGTH,
      `Must be ${SHORTEST_MIN_LENGTH} to ${LONGEST_MIN_LENGTH}.`,
    ),
  passwordContextWords: z
    .array(contextWord)
    .max(MOST_CONTEXT_WORDS, `Name at most ${MOST_CONTEXT_WORDS}.`)
    .transform((words) => [...new Set(words)]),
  terms: z.object({ version: line(LONGEST_VERSION), url: pageAddress }),
};
