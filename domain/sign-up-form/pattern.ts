import { RE2JS, RE2JSException } from 're2js';

/**
 * The largest program, in the library's own measure. Matching blocks the process, for longer the larger it is and the longer
 * the text.
 * @limit steps: Size of a compiled `pattern`. Beyond: InvalidInput.
 */
export const LARGEST_PROGRAM = 250;

/**
 * Whether a text is a small regular expression in the syntax of RE2: without look-around and back-references, so it matches in
 * linear time.
 */
export function isPattern(pattern: string): boolean {
  try {
    return RE2JS.compile(pattern).programSize() <= LARGEST_PROGRAM;
  } catch (error) {
    if (error instanceof RE2JSException) return false;
    throw error;
  }
}

/** Whether the whole text matches, like `pattern` in HTML. */
export const fits = (pattern: string, text: string): boolean => RE2JS.compile(pattern).matches(text);
