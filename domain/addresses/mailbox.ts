/** Domains of providers that deliver to the same mailbox however many dots the local part has; each with the name it goes by here. */
const WITHOUT_DOTS = new Map([
  ['gmail.com', 'gmail.com'],
  ['googlemail.com', 'gmail.com'],
  ['proton.me', 'proton.me'],
  ['protonmail.com', 'proton.me'],
  ['pm.me', 'proton.me'],
]);

/**
 * The mailbox that an address leads to, as far as the address tells: without what follows a `+`, and without dots at providers
 * that ignore them. Only for counting mails. Who owns an account is a matter of the whole address.
 * @param canonical the canonical form of the address
 */
export function mailboxOf(canonical: string): string {
  const at = canonical.lastIndexOf('@');
  const [localPart, domain] = [canonical.slice(0, at), canonical.slice(at + 1)];
  const plus = localPart.indexOf('+');
  const untagged = plus > 0 ? localPart.slice(0, plus) : localPart;
  const provider = WITHOUT_DOTS.get(domain);
  return provider ? `${untagged.replaceAll('.', '')}@${provider}` : `${untagged}@${domain}`;
}
