import { Marked, type Token, type Tokens } from 'marked';
import type { Block, Inline, TextProblem } from './rich-text.ts';
import { asTyped, hasStandIn, inlinesOf, withStandIns } from './variables.ts';

/** @limit levels: Lists and quotes inside each other in the body of an email. Beyond: InvalidInput. */
export const DEEPEST = 8;
/**
 * The library takes time with the square of their number.
 * @limit signs: `*` and `_` in the body of an email. Beyond: InvalidInput.
 */
export const MOST_MARKS = 500;

type Reading = { known: readonly string[]; problems: TextProblem[] };

/** Tags are texts like others, as tables and crossed-out words are. Of plain addresses only those with https become links. */
const markdown = new Marked({
  gfm: true,
  breaks: true,
  tokenizer: {
    html: () => undefined,
    tag: () => undefined,
    del: () => undefined,
    table: () => undefined,
    url: (source) => (source.startsWith('https://') ? false : undefined),
  },
});

/**
 * Reads Markdown into the parts that emails may have. There is no way to write any other: no HTML, no picture, no link but https and mailto.
 * @param known the variables that the text can have
 * @returns also what is not allowed. It stays in the text as it was typed.
 */
export function readMarkdown(source: string, known: readonly string[]): { blocks: Block[]; problems: TextProblem[] } {
  const { text, problems } = withStandIns(source, known);
  const tooDeep = (): { blocks: Block[]; problems: TextProblem[] } => ({
    blocks: [{ kind: 'paragraph', children: inlinesOf(text, known) }],
    problems: [...problems, { code: 'TOO_DEEP', what: '' }],
  });
  // The library reads quotes inside each other by calling itself.
  if (isTooDeep(text)) return tooDeep();
  const reading = { known, problems };
  return { blocks: blocksOf(markdown.lexer(text), reading), problems };
}

/** Goes by how lines begin, so it also counts signs inside code. */
function isTooDeep(text: string): boolean {
  const marks = text.match(/[*_]/gu) ?? [];
  return marks.length > MOST_MARKS || text.split('\n').some((line) => depthOf(line) > DEEPEST);
}

function depthOf(line: string): number {
  const [, indent = '', openings = ''] = /^([ \t]*)((?:(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))[ \t]*)*)/u.exec(line) ?? [];
  const opened = openings.match(/>|[-+*]|\d+[.)]/gu) ?? [];
  return opened.length === 0 ? 0 : opened.length + Math.floor(indent.replaceAll('\t', '    ').length / 2);
}

const blocksOf = (tokens: Token[], reading: Reading): Block[] => tokens.flatMap((token) => blockOf(token, reading));

function blockOf(token: Token, reading: Reading): Block[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'hr':
      return [{ kind: 'rule' }];
    case 'heading':
      return [{ kind: 'heading', children: inlines(token, reading) }];
    case 'code':
      return [{ kind: 'code', children: inlinesOf(token['text'], reading.known) }];
    case 'blockquote':
      return [{ kind: 'quote', children: blocksOf(token.tokens ?? [], reading) }];
    case 'list':
      return [listOf(token as Tokens.List, reading)];
    default:
      return [{ kind: 'paragraph', children: inlines(token, reading) }];
  }
}

const listOf = ({ ordered, start, items }: Tokens.List, reading: Reading): Block => ({
  kind: 'list',
  first: ordered ? Number(start) : null,
  items: items.map((item) => blocksOf(item.tokens, reading)),
});

/** A token without parts is a text. */
function inlines(token: Token, reading: Reading): Inline[] {
  const parts = 'tokens' in token ? token.tokens : undefined;
  return parts ? parts.flatMap((part) => inline(part, reading)) : inlinesOf(textOf(token), reading.known);
}

function inline(token: Token, reading: Reading): Inline[] {
  switch (token.type) {
    case 'br':
      return [{ kind: 'break' }];
    case 'strong':
      return [{ kind: 'strong', children: inlines(token, reading) }];
    case 'em':
      return [{ kind: 'emphasis', children: inlines(token, reading) }];
    case 'codespan':
      return [{ kind: 'code', children: inlinesOf(textOf(token), reading.known) }];
    case 'link':
      return linkOf(token as Tokens.Link, reading);
    case 'image':
      reading.problems.push({ code: 'IMAGE', what: asTyped(token.raw, reading.known) });
      return inlinesOf(token.raw, reading.known);
    default:
      return inlines(token, reading);
  }
}

function linkOf(token: Tokens.Link, reading: Reading): Inline[] {
  const children = inlines(token, reading);
  const url = hasStandIn(token.href) ? null : URL.parse(token.href);
  if (url && /^(https|mailto):$/.test(url.protocol) && !url.username && !url.password) {
    return [{ kind: 'link', href: url.href, children }];
  }
  reading.problems.push({ code: 'UNSAFE_LINK', what: asTyped(token.href, reading.known) });
  return inlinesOf(token.raw, reading.known);
}

const textOf = (token: Token): string => ('text' in token && typeof token.text === 'string' ? token.text : token.raw);
