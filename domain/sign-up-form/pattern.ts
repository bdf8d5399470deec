import { RE2JS, RE2JSException } from 're2js';

// Matching blocks the process, and a larger program takes more time. The size is in units of the library.
/** @limit steps: Size of a compiled `pattern`. Beyond: InvalidInput. */
export const LARGEST_PROGRAM = 250;

/** RE2 has no look-around and no back-references, so it matches in linear time. */
export function isPattern(pattern: string): boolean {
  try {
    return RE2JS.compile(pattern).programSize() <= LARGEST_PROGRAM;
  } catch (error) {
    if (error instanceof RE2JSException) return false;
    throw error;
  }
}

/** The whole text must match, like `pattern` in HTML. */
export const fits = (pattern: string, text: string): boolean => RE2JS.compile(pattern).matches(text);
