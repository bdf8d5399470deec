/** RFC 8265, 4.2.2. Keyboards can type other spaces by accident, such as U+00A0 on a Mac. */
export const opaqueString = (password: string): string => password.replaceAll(/\p{Zs}/gu, ' ').normalize('NFC');
