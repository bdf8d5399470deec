import { expect, test } from 'vitest';
import { DEEPEST, MOST_MARKS, readMarkdown } from '../../texts/markdown.ts';
import type { Block, Inline } from '../../texts/rich-text.ts';
import { fillIn } from '../../texts/variables.ts';

const KNOWN = ['portal', 'name'];

const read = (source: string): Block[] => readMarkdown(source, KNOWN).blocks;
const paragraph = (...children: Inline[]): Block => ({ kind: 'paragraph', children });
const text = (said: string): Inline => ({ kind: 'text', text: said });
const strong = (...children: Inline[]): Inline => ({ kind: 'strong', children });
const name: Inline = { kind: 'variable', name: 'name' };

test('paragraphs, titles, lists, quotes, code, links and line breaks', () => {
  expect(read('# Title\n\nOne\ntwo *three*\n\n2. `x`\n\n> said\n\n---\n\n[docs](https://acme.test/a?b=1&c)')).toEqual([
    { kind: 'heading', children: [text('Title')] },
    paragraph(text('One'), { kind: 'break' }, text('two '), { kind: 'emphasis', children: [text('three')] }),
    { kind: 'list', first: 2, items: [[paragraph({ kind: 'code', children: [text('x')] })]] },
    { kind: 'quote', children: [paragraph(text('said'))] },
    { kind: 'rule' },
    paragraph({ kind: 'link', href: 'https://acme.test/a?b=1&c', children: [text('docs')] }),
  ]);
});

test('a variable is a letter to Markdown, also beside words without spaces', () => {
  expect(read('は**{{ name }}**です')).toEqual([paragraph(text('は'), strong(name), text('です'))]);
  expect(read('{{name}} and `{{name}}`')).toEqual([paragraph(name, text(' and '), { kind: 'code', children: [name] })]);
});

test.each([
  '{{',
  '{{ name',
  '}}',
  '**open',
  '[open](',
  '<script>alert(1)</script>',
  '<b>bold</b>',
  '&lt;b&gt;',
  '~~crossed out~~',
  '\u{e000}',
])('%j is a text', (source) => {
  expect(read(source)).toEqual([paragraph(text(source.replace('\u{e000}', '\u{fffd}')))]);
});

test('what stands for a variable while Markdown is read cannot be typed', () => {
  expect(fillIn('\u{e000} {{portal}} \u{e001}', { portal: 'Acme', name: 'Ada' })).toBe('\u{fffd} Acme \u{fffd}');
});

test('a value is not looked at again, whatever is in it', () => {
  expect(fillIn('{{name}}', { name: '{{portal}} $& \u{e000}', portal: 'Acme' })).toBe('{{portal}} $& \u{e000}');
});

const hostile = {
  quotes: '>'.repeat(4_000),
  lists: '- '.repeat(2_000),
  'lists that go in': Array.from({ length: 60 }, (_, level) => `${' '.repeat(level * 2)}- a`).join('\n'),
  brackets: '['.repeat(4_000),
  'open links': '[a]('.repeat(1_000),
  stars: '*a_'.repeat(1_300),
  backticks: '`a``b'.repeat(800),
  backslashes: '\\'.repeat(4_000),
  angles: '<https://a.b'.repeat(330),
  addresses: 'https://'.repeat(500),
};

test.each(Object.entries(hostile))('%s take no long time', (_, source) => {
  const start = performance.now();
  readMarkdown(source, KNOWN);
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('8 levels are read and 9 are not, nor more than 500 signs', () => {
  const problems = (source: string) => readMarkdown(source, KNOWN).problems.map(({ code }) => code);
  expect(problems(`${'> '.repeat(DEEPEST)}a`)).toEqual([]);
  expect(problems(`${'> '.repeat(DEEPEST + 1)}a`)).toEqual(['TOO_DEEP']);
  expect(problems('*'.repeat(MOST_MARKS))).toEqual([]);
  expect(problems('*'.repeat(MOST_MARKS + 1))).toEqual(['TOO_DEEP']);
  expect([DEEPEST, MOST_MARKS]).toEqual([8, 500]);
});
