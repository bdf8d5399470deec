/** Includes U+0085 and the line and paragraph separators. Each can end a mail header or a log line. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** U+2800 is a Braille character without dots. */
const SHOWN = /[^\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

export const hasControl = (text: string): boolean => CONTROL.test(text);

export const isBlank = (text: string): boolean => !SHOWN.test(text);

/** PostgreSQL cannot store NUL or half of a surrogate pair. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** Counts code points, so an emoji is not counted as two halves. */
export const lengthOf = (text: string): number => [...text].length;
