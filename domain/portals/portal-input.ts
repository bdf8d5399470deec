import * as z from 'zod';
import { address, filled, line, name, pageAddress, webAddress } from '../input.ts';
import { saying } from '../issue.ts';
import { SHORTEST_MIN_LENGTH } from '../passwords/check-password.ts';
import { MOST_SESSIONS } from '../session-limit.ts';
import { lengthOf } from '../text.ts';
import { isSlug } from './find-portal.ts';
import { isOrigin, LONGEST_ORIGIN } from './origins.ts';
import { locales } from './portal-locales.ts';

/** @limit origins: `origins` of a portal. Beyond: InvalidInput. */
export const MOST_ORIGINS = 20;
/** @limit URLs: `ssoCallbacks` of a portal. Beyond: InvalidInput. */
export const MOST_CALLBACKS = 20;
/** @limit characters: Highest `passwordMinLength` of a portal. Beyond: InvalidInput. */
export const LONGEST_MIN_LENGTH = 64;
/** @limit words: `passwordContextWords` of a portal. Beyond: InvalidInput. */
export const MOST_CONTEXT_WORDS = 20;
/** @limit seconds: `undoWindow` of a portal. Beyond: InvalidInput. */
export const LONGEST_UNDO_WINDOW = 300;
const SHORTEST_CONTEXT_WORD = 3;
/** @limit characters: One of `passwordContextWords`. Beyond: InvalidInput. */
export const LONGEST_CONTEXT_WORD = 64;
/** @limit characters: Version of the terms of use. Beyond: InvalidInput. */
export const LONGEST_VERSION = 64;
/** @limit hours: Highest `remindAfter` of a portal, 30 days. Beyond: InvalidInput. */
export const LONGEST_REMIND_AFTER = 720;
/** @limit days: Highest `deletionGraceDays` of a portal. Beyond: InvalidInput. */
export const LONGEST_GRACE_DAYS = 30;
/** @limit characters: Slug of a portal. Beyond: InvalidInput. */
export const LONGEST_SLUG = 63;

const origin = filled(LONGEST_ORIGIN).refine(
  (text) => isOrigin(text) && !text.includes('*'),
  saying('NOT_A_URL', 'This is not an origin such as https://portal.example.com.'),
);

/** RFC 9700, 4.1 and 2.6: compared exactly. Plain http only for the same machine. */
const ssoCallback = pageAddress
  .refine((href) => !href.includes('#'), 'Must not have a fragment (a part that starts with #).')
  .refine((href) => !new URL(href).searchParams.has('code'), 'Must not have `code` in its query, because the log-in adds it.')
  .refine(
    (href) => /^(https:|http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/])/.test(href),
    'Must start with https://, unless it is on localhost.',
  );

const contextWord = line(LONGEST_CONTEXT_WORD).refine(
  (word) => lengthOf(word) >= SHORTEST_CONTEXT_WORD,
  saying('TOO_SHORT', `Must have at least ${SHORTEST_CONTEXT_WORD} characters.`, { minimum: SHORTEST_CONTEXT_WORD }),
);

const mailbox = address.transform(({ typed }) => typed);

export const portalFields = {
  slug: filled(LONGEST_SLUG).refine(isSlug, 'Must be 1 to 63 lower-case letters, digits and inner hyphens.'),
  name,
  publicUrl: webAddress
    .refine((text) => !text.includes('?'), 'Must not have a query, because the pages are below this URL.')
    .refine((text) => !/\/(\/|$)/.test(text.replace('://', ':')), 'Must not have two slashes in a row in its path.'),
  catalogUrl: webAddress,
  contactEmail: mailbox,
  mailFrom: mailbox,
  origins: z.array(origin).max(MOST_ORIGINS, `Must have at most ${MOST_ORIGINS} entries.`),
  ssoCallbacks: z
    .array(ssoCallback)
    .max(MOST_CALLBACKS, `Must have at most ${MOST_CALLBACKS} entries.`)
    .transform((named) => [...new Set(named)]),
  passwordMinLength: z
    .int()
    .min(SHORTEST_MIN_LENGTH, `Must be at least ${SHORTEST_MIN_LENGTH}.`)
    .max(LONGEST_MIN_LENGTH, `Must be at most ${LONGEST_MIN_LENGTH}.`),
  undoWindow: z.int().min(0, 'Must be at least 0.').max(LONGEST_UNDO_WINDOW, `Must be at most ${LONGEST_UNDO_WINDOW}.`),
  passwordContextWords: z
    .array(contextWord)
    .max(MOST_CONTEXT_WORDS, `Must have at most ${MOST_CONTEXT_WORDS} entries.`)
    .transform((words) => [...new Set(words)]),
  remindAfter: z.int().min(1, 'Must be at least 1.').max(LONGEST_REMIND_AFTER, `Must be at most ${LONGEST_REMIND_AFTER}.`),
  sessionLimit: z.int().min(1, 'Must be at least 1.').max(MOST_SESSIONS, `Must be at most ${MOST_SESSIONS}.`),
  deletionGraceDays: z.int().min(0, 'Must be at least 0.').max(LONGEST_GRACE_DAYS, `Must be at most ${LONGEST_GRACE_DAYS}.`),
  locales,
  terms: z.object({ version: line(LONGEST_VERSION), url: pageAddress }),
};
