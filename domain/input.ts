import * as z from 'zod';
import { parseAddress } from './addresses/parse-address.ts';
import { InvalidInput } from './errors.ts';
import { isId } from './ids.ts';
import { type Issue, saying, tooLong } from './issue.ts';
import { issuesOf } from './issues-of.ts';
import { hasControl, isBlank, lengthOf } from './text.ts';

/** @limit ids: Ids in one mutation. Beyond: InvalidInput. */
export const MOST_IDS = 100;
/** @limit ids: Developers in one decision. Beyond: InvalidInput. */
export const MOST_DECIDED = 1_000;
/** @limit characters: Name of a person or a portal. Beyond: InvalidInput. */
export const LONGEST_NAME = 256;
/** @limit characters: Reason and note of a decision. Beyond: InvalidInput. */
export const LONGEST_TEXT = 2_000;
/** @limit characters: Email address in an input. Beyond: InvalidInput. */
export const LONGEST_ADDRESS = 254; // RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets

const CONTROL_BUT_LINE_BREAKS = /[^\P{Cc}\n]|[\u2028\u2029]/u;

/** Cuts off text that is far too long before other checks read it. The exact limit is checked after trimming. */
const text = (longest: number) =>
  z
    .string()
    .refine((value) => value.length <= 4 * longest, { ...tooLong(longest), abort: true })
    .refine((value) => value.isWellFormed(), { ...saying('BAD_CHARACTERS', 'Contains an incomplete character.'), abort: true });

export const filled = (longest: number, whenEmpty = 'Must not be empty.') =>
  text(longest)
    .refine((value) => lengthOf(value) <= longest, { ...tooLong(longest), abort: true })
    .refine((value) => !isBlank(value), { ...saying('REQUIRED', whenEmpty), abort: true });

export const address = filled(LONGEST_ADDRESS, 'Enter an email address.').transform((value, context) => {
  const parsed = parseAddress(value);
  const problem = saying('NOT_AN_EMAIL', 'This is not an email address such as name@example.com.');
  if (!parsed) context.addIssue({ code: 'custom', ...problem });
  return parsed ?? z.NEVER;
});

export const line = (longest: number, whenEmpty = 'Must not be empty.') =>
  text(longest)
    .refine((value) => !hasControl(value), saying('BAD_CHARACTERS', 'Must not contain line breaks or control characters.'))
    .transform((value) => value.normalize('NFC').trim())
    .refine((value) => !isBlank(value), { ...saying('REQUIRED', whenEmpty), abort: true })
    .refine((value) => lengthOf(value) <= longest, { ...tooLong(longest), abort: true });

export const name = line(LONGEST_NAME, 'Enter a name.');

/** Text without visible characters becomes null. */
export const linesUpTo = (longest: number) =>
  text(longest)
    .transform((value) => value.replaceAll('\r\n', '\n'))
    .refine((value) => !CONTROL_BUT_LINE_BREAKS.test(value), saying('BAD_CHARACTERS', 'Must not contain control characters.'))
    .transform((value) => value.normalize('NFC').trim())
    .refine((value) => lengthOf(value) <= longest, tooLong(longest))
    .transform((value) => (isBlank(value) ? null : value));

export const lines = linesUpTo(LONGEST_TEXT);

/** Each id once, and as PostgreSQL writes it, so that it can be compared with the ids of rows. */
export const idsUpTo = (most: number) =>
  z
    .array(z.string().transform((id) => (isId(id) ? id.toLowerCase() : id)))
    .min(1, 'Must have at least one entry.')
    .max(most, `Must have at most ${most} entries.`)
    .transform((values) => [...new Set(values)]);

export const ids = idsUpTo(MOST_IDS);
export const manyIds = idsUpTo(MOST_DECIDED);

/** Refuses URLs with a user name or password. */
export const pageAddress = filled(LONGEST_TEXT, 'Enter a URL such as https://portal.example.com.').transform(
  (value, context) => {
    const url = URL.parse(value);
    const isGood = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && url.href.length <= LONGEST_TEXT;
    const problem = saying('NOT_A_URL', 'This is not a URL such as https://portal.example.com.');
    if (!isGood) context.addIssue({ code: 'custom', ...problem });
    return isGood ? url.href : z.NEVER;
  },
);

export const webAddress = pageAddress
  .refine((href) => !href.includes('#'), 'Must not have a fragment (a part that starts with #).')
  .transform((href) => href.replace(/^([^?]*)\/$/, '$1'));

/** `found` are issues from rules that a schema cannot express. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown, found: Issue[] = []): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success && found.length === 0) return parsed.data;
  throw new InvalidInput([...(parsed.error ? issuesOf(parsed.error) : []), ...found]);
}
