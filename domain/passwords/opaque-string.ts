/**
 * A password in the form of RFC 8265, 4.2.2 (OpaqueString): every space is the one of ASCII, in NFC. Keyboards make other spaces
 * without being asked, such as U+00A0 for Option and the space bar on a Mac.
 */
export const opaqueString = (password: string): string => password.replaceAll(/\p{Zs}/gu, ' ').normalize('NFC');
