/** "Hello Ada," or, when the name could become a link in the reader's mail client, just "Hello,". */
export function greeting(fullName: string): string {
  const name = fullName.trim();

  return name === '' || couldBecomeLink(name) ? 'Hello,' : `Hello ${name},`;
}

/**
 * Whether a mail client could turn this text into a link, or be misled about where it ends. People choose their names freely,
 * and a portal's mail must not contain a stranger's link.
 */
export function couldBecomeLink(text: string): boolean {
  // NFKC first: clients and browsers read full-width dots, colons and at signs as the plain ones.
  return /[<>@:\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]|\S[.。]\S/iu.test(text.normalize('NFKC'));
}
