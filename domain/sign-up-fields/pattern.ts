import { RE2JS, RE2JSException } from 're2js';

/** Steps at most, as the library counts them: matching takes time by this and by the length of the text, and everybody waits. */
const LARGEST_PROGRAM = 250;

/** Whether a regular expression can be matched in linear time (the syntax of RE2: no look-around, no back-references), and is small. */
export function isPattern(pattern: string): boolean {
  try {
    return RE2JS.compile(pattern).programSize() <= LARGEST_PROGRAM;
  } catch (error) {
    if (error instanceof RE2JSException) return false;
    throw error;
  }
}

/** Whether the whole text matches, as with `pattern` in HTML. */
export const fits = (pattern: string, text: string): boolean => RE2JS.compile(pattern).matches(text);
