import { domainToASCII } from 'node:url';

/** For searches only. Accepts a part of an email address. Use `parseAddress` to read a whole one. */
export function asKept(text: string): string {
  const at = text.lastIndexOf('@') + 1;
  const labels = text.slice(at).split('.');
  return text.slice(0, at) + labels.map(asALabel).join('.');
}

const asALabel = (label: string): string => (/\P{ASCII}/u.test(label) && domainToASCII(label)) || label;
