import { domainToASCII } from 'node:url';

/**
 * A part of an address, with or without an `@`, in the form in which addresses are kept: what may be of the domain as A-labels.
 * Good for searching alone; an address is read by `parseAddress`.
 */
export function asKept(text: string): string {
  const at = text.lastIndexOf('@') + 1;
  const labels = text.slice(at).split('.');
  return text.slice(0, at) + labels.map(asALabel).join('.');
}

/** A label that is none, such as a name of two words, stays as it is. */
const asALabel = (label: string): string => (/\P{ASCII}/u.test(label) && domainToASCII(label)) || label;
