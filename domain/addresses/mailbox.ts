const WITHOUT_DOTS = new Map([
  ['gmail.com', 'gmail.com'],
  ['googlemail.com', 'gmail.com'],
  ['proton.me', 'proton.me'],
  ['protonmail.com', 'proton.me'],
  ['pm.me', 'proton.me'],
]);

/** Only for counting mails. The whole email address decides who owns an account. */
export function mailboxOf(canonical: string): string {
  const at = canonical.lastIndexOf('@');
  const [localPart, domain] = [canonical.slice(0, at), canonical.slice(at + 1)];
  const plus = localPart.indexOf('+');
  const untagged = plus > 0 ? localPart.slice(0, plus) : localPart;
  const provider = WITHOUT_DOTS.get(domain);
  return provider ? `${untagged.replaceAll('.', '')}@${provider}` : `${untagged}@${domain}`;
}
