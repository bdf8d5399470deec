/** Six hexadecimal digits, as a browser's colour picker gives them. */
export const isColor = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);
