import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { newApiToken } from '../../domain/api-tokens/api-token-format.ts';

const page = await readFile('docs/api-tokens.md', 'utf8');
const tokens = Array.from({ length: 100 }, newApiToken);

test('the regular expression of docs/api-tokens.md finds tokens in other text', () => {
  const [, pattern = ''] = page.match(/regular expression that finds tokens: `(.+)`/) ?? [];
  const text = tokens.map((token) => `TOKEN="${token}";`).join('\n');
  expect(text.match(new RegExp(pattern, 'g'))).toEqual(tokens);
});

test('the check of docs/api-tokens.md accepts tokens, and no others', () => {
  const [, code = ''] = page.match(/^```js\n(.*?)^```$/ms) ?? [];
  const isApiToken: (text: string) => boolean = new Function('crc32', `${code.replace(/^import .*$/m, '')}; return isApiToken`)(
    crc32,
  );
  for (const token of tokens) {
    expect(isApiToken(token)).toBe(true);
    expect(isApiToken(token.replace(/(?<=^gth_)./, (first) => (first === 'a' ? 'b' : 'a')))).toBe(false);
  }
  expect(isApiToken('gth_')).toBe(false);
});
