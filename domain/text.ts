/** Control characters (including U+0085) and the line and paragraph separators: each can end a mail header or a log line. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** A character that leaves a mark. U+2800 is Braille without a dot; what is ignorable by default is not drawn at all. */
const SHOWN = /[^\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether a text contains a control character or a line break, which no line may. */
export const hasControl = (text: string): boolean => CONTROL.test(text);

/** Whether nothing of a text can be seen: such a text counts as empty. */
export const isBlank = (text: string): boolean => !SHOWN.test(text);

/** Whether PostgreSQL can keep it: it takes neither NUL nor half a character. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** How many characters a text has. An emoji counts as one character or a few, never as the halves that a string is made of. */
export const lengthOf = (text: string): number => [...text].length;
