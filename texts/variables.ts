import type { Inline, TextProblem, Values } from './rich-text.ts';

/**
 * While Markdown is read, a variable is one character of the private use area: to Markdown a letter like others, so that `は**{{name}}**です`
 * is bold too.
 */
const FIRST_STAND_IN = 0xe000;
const STAND_INS = /[\uE000-\uE0FF]/gu;

/** Ends in the same line. A `{{` that is not closed stays as it was typed. */
const WRITTEN = /\{\{([^{}\r\n]*)\}\}/gu;

const standInFor = (names: readonly string[], name: string): string =>
  String.fromCharCode(FIRST_STAND_IN + names.indexOf(name));

/** Puts a stand-in for each `{{variable}}` that is known. Others stay as they were typed. */
export function withStandIns(source: string, known: readonly string[]): { text: string; problems: TextProblem[] } {
  const problems: TextProblem[] = [];
  const text = source.replaceAll(STAND_INS, '\uFFFD').replaceAll(WRITTEN, (written, inner: string) => {
    const name = inner.trim();
    if (known.includes(name)) return standInFor(known, name);
    problems.push({ code: 'UNKNOWN_VARIABLE', what: name });
    return written;
  });
  return { text, problems };
}

export const hasStandIn = (text: string): boolean => text.search(STAND_INS) >= 0;

/** The text as it was typed. */
export const asTyped = (text: string, known: readonly string[]): string =>
  text.replaceAll(STAND_INS, (standIn) => `{{${nameOf(standIn, known)}}}`);

const nameOf = (standIn: string, known: readonly string[]): string => known[standIn.charCodeAt(0) - FIRST_STAND_IN] ?? '';

export function inlinesOf(text: string, known: readonly string[]): Inline[] {
  const parts = text.split(/([\uE000-\uE0FF])/u);
  return parts.flatMap((part, at): Inline[] => {
    if (part === '') return [];
    return at % 2 === 1 ? [{ kind: 'variable', name: nameOf(part, known) }] : [{ kind: 'text', text: part }];
  });
}

/** For a text without Markdown, such as a subject. */
export function fillIn(source: string, values: Values): string {
  const known = Object.keys(values);
  return withStandIns(source, known).text.replaceAll(STAND_INS, (standIn) => values[nameOf(standIn, known)] ?? '');
}
