import { RE2JS, RE2JSException } from 're2js';

// Matching blocks the process, and a larger program takes more time. The size is in units of the library.
/** @limit steps: Size of a compiled `pattern`. Beyond: InvalidInput. */
export const LARGEST_PROGRAM = 250;

/** RE2 has no look-around and no back-references, so it matches in linear time. */
export const isPattern = (pattern: string): boolean => whyNoPattern(pattern) === null;

/** Null if the pattern can be used. */
export function whyNoPattern(pattern: string): string | null {
  try {
    return RE2JS.compile(pattern).programSize() <= LARGEST_PROGRAM
      ? null
      : 'The pattern needs too many steps. Make it shorter.';
  } catch (error) {
    if (error instanceof RE2JSException) return `This is not a pattern in RE2 syntax: ${error.message}`;
    throw error;
  }
}

/** The whole text must match, like `pattern` in HTML. */
export function compilePattern(pattern: string): (text: string) => boolean {
  const compiled = RE2JS.compile(pattern);
  return (text) => compiled.matches(text);
}

export const fits = (pattern: string, text: string): boolean => compilePattern(pattern)(text);
