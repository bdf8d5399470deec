import { expect, test } from 'vitest';
import { newApiToken } from '../../domain/api-tokens/api-token-format.ts';
import { redact } from '../../log.ts';
import { hashesWorthOf } from '../kit/timing.ts';

test.each([
  ['no such user: vera@corp.test', 'no such user: <address>'],
  ['550 5.1.1 <a/b@corp.test>: unknown', '550 5.1.1 <address> unknown'],
  ['vera%40corp.test', '<address>'],
  ['at https://a.test/verify-email?token=x here', 'at <link> here'],
  ['(https://vera@corp.test/)', '<address>'],
  ['(http://a.test/x)', '(<link>'],
  [`Bearer ${newApiToken()}, twice`, 'Bearer <token>, twice'],
  [
    'at f (file:///app/node_modules/@prisma/client/a.js:1:2)\n    at g (node_modules/pg/b.js:1:2)',
    'at f (file:///app/node_modules/@prisma/client/a.js:1:2)\n    at g (node_modules/pg/b.js:1:2)',
  ],
  [`${'word '.repeat(799)}x ${'y'.repeat(10)}@corp.test`, `${'word '.repeat(799)}x ...`],
])('S2, L16: the log writes %j as %j', (text, kept) => {
  expect(redact(text)).toBe(kept);
});

test.each(['a', 'a@', '@', 'https://', 'http:/', ' a', '%40', 'node_modules/@', 'gth_', 'gth_a'])(
  'S2: a long text of %j takes time in proportion',
  async (part) => {
    const text = part.repeat(1e6 / part.length);
    expect(await hashesWorthOf(async () => redact(text))).toBeLessThan(1);
  },
);
