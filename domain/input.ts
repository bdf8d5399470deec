import { z } from 'zod';
import { parseAddress } from './addresses/parse-address.ts';
import { InvalidInput, type Issue } from './errors.ts';

const MOST_IDS = 100;
const LONGEST_NAME = 256;
const LONGEST_TEXT = 2_000;

/** Control characters (including U+0085) and the line and paragraph separators: each can end a mail header or a log line. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const CONTROL_BUT_LINE_BREAKS = /[^\P{Cc}\n]|[\u2028\u2029]/u;

/** Whether a text contains a control character or a line break, which no line may. */
export const hasControl = (value: string): boolean => CONTROL.test(value);

/** Whether PostgreSQL can keep it: it takes neither NUL nor half a character. */
export const isStorable = (value: string): boolean => value.isWellFormed() && !value.includes('\0');

const text = z.string().refine((value) => value.isWellFormed(), 'Holds half a character.');

/** One mail address, as a `{ canonical, typed }` pair. */
export const address = z.string().transform((value, context) => {
  const parsed = parseAddress(value);
  if (!parsed) context.addIssue({ code: 'custom', message: 'This is not a mail address such as name@example.com.' });
  return parsed ?? z.NEVER;
});

/** One line of text, 1 to `longest` characters. */
export const line = (longest: number) =>
  text
    .refine((value) => !hasControl(value), 'Must not hold line breaks or control characters.')
    .transform((value) => value.normalize('NFC').trim())
    .refine((value) => value.length > 0, 'Must not be empty.')
    .refine((value) => value.length <= longest, `Must have at most ${longest} characters.`);

/** A name of a person or a portal: one line, 1 to 256 characters. */
export const name = line(LONGEST_NAME);

/** Free text on several lines, at most 2,000 characters. White space alone becomes null. */
export const lines = text
  .transform((value) => value.replaceAll('\r\n', '\n'))
  .refine((value) => !CONTROL_BUT_LINE_BREAKS.test(value), 'Must not hold control characters.')
  .transform((value) => value.normalize('NFC').trim())
  .refine((value) => value.length <= LONGEST_TEXT, `Must have at most ${LONGEST_TEXT} characters.`)
  .transform((value) => value || null);

/** 1 to 100 ids; duplicates are removed. */
export const ids = z
  .array(z.string())
  .min(1, 'Name at least one.')
  .max(MOST_IDS, `Name at most ${MOST_IDS} at once.`)
  .transform((values) => [...new Set(values)]);

/** The URL of a page: http or https, without a user name or password. */
export const pageAddress = z.string().transform((value, context) => {
  const url = URL.parse(value);
  const isGood = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && value.length <= LONGEST_TEXT;
  if (!isGood) context.addIssue({ code: 'custom', message: 'This is not an address such as https://portal.example.com.' });
  return isGood ? url.href : z.NEVER;
});

/** A URL that others begin with: without a fragment, and without a slash at the end of its path. */
export const webAddress = pageAddress
  .refine((href) => !href.includes('#'), 'Must have no part that begins with #.')
  .transform((href) => href.replace(/^([^?]*)\/$/, '$1'));

/**
 * Checks input from a client.
 * @param found issues that were found already, by rules that a schema cannot express
 * @returns the input as the schema transforms it
 * @throws InvalidInput that names every field that is wrong
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown, found: Issue[] = []): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success && found.length === 0) return parsed.data;
  const issues = parsed.error?.issues.map(({ path, message }) => ({ path: path.map(String), message })) ?? [];
  throw new InvalidInput([...issues, ...found]);
}
