import { z } from 'zod';
import { parseAddress } from './addresses/parse-address.ts';
import { InvalidInput } from './errors.ts';
import { type Issue, saying, tooLong } from './issue.ts';
import { issuesOf } from './issues-of.ts';
import { hasControl, isBlank, lengthOf } from './text.ts';

/** @limit ids: Ids in one mutation. Beyond: InvalidInput. */
export const MOST_IDS = 100;
/** @limit characters: Name of a person or a portal. Beyond: InvalidInput. */
export const LONGEST_NAME = 256;
/** @limit characters: Reason and note of a decision. Beyond: InvalidInput. */
export const LONGEST_TEXT = 2_000;
/** @limit characters: Email address in an input. Beyond: InvalidInput. */
export const LONGEST_ADDRESS = 254; // RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets

const CONTROL_BUT_LINE_BREAKS = /[^\P{Cc}\n]|[\u2028\u2029]/u;

/**
 * Text that may be looked at: any check takes time for each character, so what is far too long ends here. Exact limits come later, for
 * what is left without blanks at the ends.
 */
const text = (longest: number) =>
  z
    .string()
    .refine((value) => value.length <= 4 * longest, { ...tooLong(longest), abort: true })
    .refine((value) => value.isWellFormed(), { ...saying('BAD_CHARACTERS', 'Contains an incomplete character.'), abort: true });

/** Text of 1 to `longest` characters that a parser may look at: no parser sees one that is longer, or empty. */
export const filled = (longest: number, whenEmpty = 'Must not be empty.') =>
  text(longest)
    .refine((value) => lengthOf(value) <= longest, { ...tooLong(longest), abort: true })
    .refine((value) => !isBlank(value), { ...saying('REQUIRED', whenEmpty), abort: true });

/** One mail address, as a `{ canonical, typed }` pair. */
export const address = filled(LONGEST_ADDRESS, 'Enter an email address.').transform((value, context) => {
  const parsed = parseAddress(value);
  const problem = saying('NOT_AN_EMAIL', 'This is not an email address such as name@example.com.');
  if (!parsed) context.addIssue({ code: 'custom', ...problem });
  return parsed ?? z.NEVER;
});

/** One line of text, 1 to `longest` characters. */
export const line = (longest: number, whenEmpty = 'Must not be empty.') =>
  text(longest)
    .refine((value) => !hasControl(value), saying('BAD_CHARACTERS', 'Must not contain line breaks or control characters.'))
    .transform((value) => value.normalize('NFC').trim())
    .refine((value) => !isBlank(value), { ...saying('REQUIRED', whenEmpty), abort: true })
    .refine((value) => lengthOf(value) <= longest, { ...tooLong(longest), abort: true });

/** A name of a person or a portal: one line, 1 to 256 characters. */
export const name = line(LONGEST_NAME, 'Enter a name.');

/** Free text on several lines, at most 2,000 characters. Text that shows nothing becomes null. */
export const lines = text(LONGEST_TEXT)
  .transform((value) => value.replaceAll('\r\n', '\n'))
  .refine((value) => !CONTROL_BUT_LINE_BREAKS.test(value), saying('BAD_CHARACTERS', 'Must not contain control characters.'))
  .transform((value) => value.normalize('NFC').trim())
  .refine((value) => lengthOf(value) <= LONGEST_TEXT, tooLong(LONGEST_TEXT))
  .transform((value) => (isBlank(value) ? null : value));

/** 1 to 100 ids; duplicates are removed. */
export const ids = z
  .array(z.string())
  .min(1, 'Must have at least one entry.')
  .max(MOST_IDS, `Must have at most ${MOST_IDS} entries.`)
  .transform((values) => [...new Set(values)]);

/** The URL of a page: http or https, without a user name or password. */
export const pageAddress = filled(LONGEST_TEXT, 'Enter a URL such as https://portal.example.com.').transform(
  (value, context) => {
    const url = URL.parse(value);
    const isGood = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && url.href.length <= LONGEST_TEXT;
    const problem = saying('NOT_A_URL', 'This is not a URL such as https://portal.example.com.');
    if (!isGood) context.addIssue({ code: 'custom', ...problem });
    return isGood ? url.href : z.NEVER;
  },
);

/** A URL that others begin with: without a fragment, and without a slash at the end of its path. */
export const webAddress = pageAddress
  .refine((href) => !href.includes('#'), 'Must not have a fragment (a part that starts with #).')
  .transform((href) => href.replace(/^([^?]*)\/$/, '$1'));

/**
 * Checks input from a client.
 * @param found issues that were found already, by rules that a schema cannot express
 * @returns the input as the schema transforms it
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown, found: Issue[] = []): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success && found.length === 0) return parsed.data;
  throw new InvalidInput([...(parsed.error ? issuesOf(parsed.error) : []), ...found]);
}
