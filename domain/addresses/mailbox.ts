const WITHOUT_DOTS = new Map([
  ['gmail.com', 'gmail.com'],
  ['googlemail.com', 'gmail.com'],
  ['proton.me', 'proton.me'],
  ['protonmail.com', 'proton.me'],
  ['pm.me', 'proton.me'],
]);

/** Without `+tag`. */
export function withoutTag(canonical: string): string {
  const at = canonical.lastIndexOf('@');
  const plus = canonical.slice(0, at).indexOf('+');
  return plus > 0 ? `${canonical.slice(0, plus)}${canonical.slice(at)}` : canonical;
}

/** Only for counting mails. The whole email address decides who owns an account. */
export function mailboxOf(canonical: string): string {
  const untagged = withoutTag(canonical);
  const at = untagged.lastIndexOf('@');
  const provider = WITHOUT_DOTS.get(untagged.slice(at + 1));
  return provider ? `${untagged.slice(0, at).replaceAll('.', '')}@${provider}` : untagged;
}
