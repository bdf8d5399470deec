import { createElement, Fragment, type ReactNode } from 'react';
import { Heading, Hr } from 'react-email';
import type { Block, Inline, Values } from '../../texts/rich-text.ts';
import { InlineLink } from './inline-link.tsx';
import { Paragraph } from './paragraph.tsx';
import { quote } from './quote.tsx';

/** The body of an email. React escapes each text, so neither it nor a value can hold markup. */
export function RichText({ blocks, values }: { blocks: Block[]; values: Values }) {
  return together(blocks.map((block) => blockOf(block, values)));
}

/** They never move, so they need no keys. */
const together = (parts: ReactNode[]): ReactNode => createElement(Fragment, null, ...parts);

function blockOf(block: Block, values: Values): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return <Paragraph>{inlines(block.children, values)}</Paragraph>;
    case 'heading':
      return (
        <Heading as="h2" style={{ fontSize: '18px', lineHeight: '24px', margin: '16px 0' }}>
          {inlines(block.children, values)}
        </Heading>
      );
    case 'code':
      return <pre style={{ fontSize: '14px', whiteSpace: 'pre-wrap' }}>{inlines(block.children, values)}</pre>;
    case 'quote':
      return <blockquote style={quote}>{together(block.children.map((child) => blockOf(child, values)))}</blockquote>;
    case 'rule':
      return <Hr style={{ borderTop: '1px solid #9ca3af' }} />;
    case 'list':
      return listOf(block, values);
  }
}

function listOf({ first, items }: Extract<Block, { kind: 'list' }>, values: Values): ReactNode {
  const style = { fontSize: '16px', lineHeight: '24px', margin: '16px 0', paddingLeft: '24px' };
  const rows = together(items.map((item) => entry(item, values)));
  return first === null ? (
    <ul style={style}>{rows}</ul>
  ) : (
    <ol style={style} start={first}>
      {rows}
    </ol>
  );
}

/** In a paragraph, the first one would stand apart from its mark. */
const entry = ([first, ...rest]: Block[], values: Values): ReactNode => (
  <li>
    {first && (first.kind === 'paragraph' ? inlines(first.children, values) : blockOf(first, values))}
    {together(rest.map((block) => blockOf(block, values)))}
  </li>
);

function inlines(parts: Inline[], values: Values): ReactNode {
  // Texts beside each other are one, as in a text without variables.
  const merged = parts.reduce<(string | Inline)[]>((all, part) => {
    const text = part.kind === 'text' ? part.text : part.kind === 'variable' ? (values[part.name] ?? '') : null;
    const last = all.at(-1);
    if (text !== null && typeof last === 'string') all[all.length - 1] = last + text;
    else all.push(text ?? part);
    return all;
  }, []);
  return together(merged.map((part) => (typeof part === 'string' ? part : inline(part, values))));
}

function inline(part: Inline, values: Values): ReactNode {
  switch (part.kind) {
    case 'break':
      return <br />;
    case 'strong':
      return <strong>{inlines(part.children, values)}</strong>;
    case 'emphasis':
      return <em>{inlines(part.children, values)}</em>;
    case 'code':
      return <code>{inlines(part.children, values)}</code>;
    case 'link':
      return <InlineLink href={part.href}>{inlines(part.children, values)}</InlineLink>;
    case 'text':
    case 'variable':
      return null;
  }
}
